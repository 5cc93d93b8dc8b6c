export { mailboxReads } from './read.ts'
export { type MailboxPlace, type MailboxWrites, mailboxWrites } from './write.ts'
