export type { SalvagedPlace } from './recovery/index.ts'
export { type OpenedStores, openSqlite, openSqliteStores, type Rebuild, type SqliteOptions } from './stores.ts'
