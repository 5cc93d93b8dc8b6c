export { createMailboxes, type Mailboxes } from './manager.ts'
