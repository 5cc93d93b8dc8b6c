export { type OpenedStores, openSqlite, openSqliteStores, type SqliteOptions } from './stores.ts'
