export { createUnsubscribe } from './manager.ts'
