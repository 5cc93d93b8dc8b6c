export { openSqliteStores, type SqliteOptions } from './stores.ts'
