export type { Rebuilt } from './open-main.ts'
export { type OpenedStores, openSqlite, openSqliteStores, type SqliteOptions } from './stores.ts'
