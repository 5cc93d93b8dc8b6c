export { remoteReads } from './read.ts'
export { type RemoteWrites, remoteWrites } from './write.ts'
