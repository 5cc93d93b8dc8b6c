import type { Database } from 'better-sqlite3'
import type { Stats } from '../../core/defs/index.ts'

export type DatabaseStats = Omit<Stats, 'rawBytes' | 'blobBytes'>

/** Counts and sizes of the database. */
export function statsReads(db: Database) {
  const number = (sql: string) => db.prepare<[], number | null>(sql).pluck()
  const messages = number('select count(*) from messages')
  const threads = number('select count(*) from threads')
  const accounts = number("select count(*) from records where noun = 'account'")
  const mailboxes = number('select count(*) from mailboxes')
  const unread = number('select count(*) from messages indexed by messages_unread where hidden = 0 and flags & 1 = 0')
  const oldest = number('select sort_ms from messages order by row limit 1')
  const newest = number('select sort_ms from messages order by row desc limit 1')
  return {
    all: (): DatabaseStats => ({
      messages: messages.get() ?? 0,
      threads: threads.get() ?? 0,
      accounts: accounts.get() ?? 0,
      mailboxes: mailboxes.get() ?? 0,
      unread: unread.get() ?? 0,
      databaseBytes:
        Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true })),
      oldestMs: oldest.get() ?? null,
      newestMs: newest.get() ?? null,
    }),
  }
}
