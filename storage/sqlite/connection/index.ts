export { explainSqlite } from './errors.ts'
export { type DirectoryLock, lockDirectory } from './lock.ts'
export { type Migration, migrate, refuseNewer, versionOf } from './migrate.ts'
export { openReader, openWriter } from './open.ts'
