export {
  flagChange,
  importanceChange,
  type MessageChange,
  mergeChanges,
  tagChange,
} from './change.ts'
export { createMessageManager, type MessageManager } from './manager.ts'
export { readMessage, readRaw } from './reading.ts'
