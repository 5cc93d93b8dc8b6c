export { openStores } from './open.ts'
