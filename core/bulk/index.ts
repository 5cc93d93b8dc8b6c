export { type Bulk, createBulk } from './manager.ts'
