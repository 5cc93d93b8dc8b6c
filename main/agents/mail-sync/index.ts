export { createMailSync, type MailSync, type MailSyncParts } from './mail-sync.ts'
export { createSyncHandlers } from './sync-handlers.ts'
