export { checkRoom, keepFile } from './attachments.ts'
export { wholeHistory } from './history.ts'
export { createDraftManager, readAccount, readDraft } from './manager.ts'
export { firstAccount } from './origin.ts'
