export { remoteReads } from './read.ts'
export { remoteWrites } from './write.ts'
