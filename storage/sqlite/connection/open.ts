import Sqlite, { type Database } from 'better-sqlite3'

/** Page cache of the one writer: an import touches many pages of the search index. */
const writerCacheKib = 32_768
/** Page cache of each reader: lists and searches touch few pages. */
const readerCacheKib = 8_192
/** Pages in the write-ahead log before the writer moves them into the database (4 KiB each: 16 MiB). */
const checkpointPages = 4_096
/** The write-ahead log file is cut back to this after a checkpoint, so that an import does not leave a huge one. */
const journalLimitBytes = 32 * 1_048_576
/** How long a connection waits for another one's lock (opening, checkpoints). */
const busyTimeoutMs = 5_000

/**
 * Opens for writing. `synchronous=FULL`: a commit that was answered for is on disk even if the machine stops
 * (outbox and actions depend on it); it costs one fsync a commit, which batches make small.
 */
export function openWriter(file: string, beforeFirstWrite: (db: Database) => void): Database {
  const db = new Sqlite(file, { timeout: busyTimeoutMs })
  try {
    beforeFirstWrite(db)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = OFF')
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
    db.pragma(`journal_size_limit = ${journalLimitBytes}`)
    db.pragma(`cache_size = -${writerCacheKib}`)
    db.pragma('temp_store = MEMORY')
    return db
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** Opens beside the writer, for reads only. */
export function openReader(file: string): Database {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs })
  db.pragma(`cache_size = -${readerCacheKib}`)
  db.pragma('temp_store = MEMORY')
  return db
}
