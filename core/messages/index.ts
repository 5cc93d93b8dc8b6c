export { createMessageManager, type MessageManager } from './manager.ts'
