export { mailboxReads } from './read.ts'
export { type MailboxPlace, mailboxWrites } from './write.ts'
