export type { OpenedStores, Rebuild, SalvagedPlace } from '../sqlite/index.ts'
export { openStores } from './open.ts'
