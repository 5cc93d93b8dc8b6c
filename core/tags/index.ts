export { createTagManager } from './manager.ts'
