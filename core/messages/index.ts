export { flagDifference } from './change.ts'
export { createMessageManager, type MessageManager } from './manager.ts'
