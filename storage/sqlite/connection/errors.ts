import Database from 'better-sqlite3'
import { type Failure, fail } from '../../../core/defs/index.ts'

/**
 * Error codes of SQLite and of the file system as the failures that core knows. Anything else passes unchanged (and
 * becomes `internal`).
 */
export function explainSqlite(thrown: unknown, file: string): Failure | unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return thrown
  const facts = { source: file, details: `${thrown.code}: ${thrown.message}` }
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR_WRITE|SQLITE_IOERR_SHMSIZE)$/.test(thrown.code)) {
    return fail('disk-full', 'The disk is full. Nothing was lost; free some space and try again.', facts)
  }
  if (/^(EACCES|EPERM|EROFS)$/.test(thrown.code)) {
    return fail('refused', 'The messages cannot be written. Check the permissions of their folder.', facts)
  }
  if (!(thrown instanceof Database.SqliteError)) return thrown
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(thrown.code)) {
    return fail(
      'corrupt',
      'The database is damaged. Your messages are kept apart from it; restart Caliopen to rebuild it from them.',
      facts,
    )
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(thrown.code)) {
    return fail('locked', 'Another program is using the database. Close it and try again.', facts)
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(thrown.code)) {
    return fail('refused', 'The database cannot be opened or written. Check the permissions of its folder.', facts)
  }
  return thrown
}
