export type { MailboxPlace } from './places.ts'
export { mailboxReads } from './read.ts'
export { mailboxWrites } from './write.ts'
