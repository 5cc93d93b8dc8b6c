export { fetchingFirst } from './fetching-first.ts'
export { createMailSync, type MailSync } from './mail-sync.ts'
export { createSyncHandlers } from './sync-handlers.ts'
