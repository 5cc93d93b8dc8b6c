export { wholeHistory } from './history.ts'
export { createDraftManager, insertDraft, readAccount, readDraft } from './manager.ts'
