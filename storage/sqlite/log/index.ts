export { logReads } from './read.ts'
export { logWrites } from './write.ts'
