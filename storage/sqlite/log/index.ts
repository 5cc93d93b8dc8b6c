export { logReads } from './read.ts'
export { type LogWrites, logWrites } from './write.ts'
