export { threadReads } from './read.ts'
export { threadWrites } from './write.ts'
