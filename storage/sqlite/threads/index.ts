export { threadReads } from './read.ts'
export { type ThreadWrites, threadWrites } from './write.ts'
