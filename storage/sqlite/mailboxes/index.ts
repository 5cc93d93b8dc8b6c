export { mailboxReads } from './read.ts'
export { mailboxWrites } from './write.ts'
