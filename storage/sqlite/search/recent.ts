import type { Database } from 'better-sqlite3'
import type { SearchRow } from '../../contracts/index.ts'
import { firstRowOf } from '../../derived/index.ts'
import { insertInto } from './insert.ts'

/**
 * How many of the newest messages are kept in `recent_tokens`: at least the first, and half as many again before it is
 * cut back. A beginning that is in less than 50 of 2,000 messages is rare enough to be read from the whole index.
 */
const recentMessages = 2_000
const mostRecentMessages = 3_000
/** An import of many years puts only this much of them in: what is cut back again was work for nothing. */
const firstReachMs = 180 * 86_400_000

/** Keeps the newest messages in `recent_tokens`: all of those from `search_state.recent_from` on. */
export function recentWrites(db: Database) {
  const insert = insertInto(db, 'recent_tokens')
  const remove = db.prepare<[number]>('delete from recent_tokens where rowid = ?')
  const has = db.prepare<[number], number>('select 1 from recent_tokens_docsize where id = ?').pluck()
  const from = db.prepare<[], number | null>('select recent_from from search_state').pluck()
  const setFrom = db.prepare<[number]>('update search_state set recent_from = ?')
  const count = db.prepare<[], number>('select count(*) from recent_tokens_docsize').pluck()
  const newest = db
    .prepare<[number], number>('select id from recent_tokens_docsize order by id desc limit 1 offset ?')
    .pluck()
  const older = db.prepare<[number], number>('select id from recent_tokens_docsize where id < ?').pluck()

  function start(): number {
    const first = firstRowOf(Date.now() - firstReachMs)
    setFrom.run(first)
    return first
  }

  function cutBack(): void {
    if ((count.get() ?? 0) <= mostRecentMessages) return
    const first = newest.get(recentMessages - 1)
    if (first === undefined) return
    for (const row of older.all(first)) remove.run(row)
    setFrom.run(first)
  }

  return {
    /** the rows are in no index yet */
    put(rows: readonly { readonly row: number; readonly search: SearchRow }[]): void {
      const first = from.get() ?? start()
      const recent = rows.filter(({ row }) => row >= first)
      for (const { row, search } of recent) insert(row, search)
      if (recent.length > 0) cutBack()
    },
    remove(row: number): void {
      if (has.get(row) !== undefined) remove.run(row)
    },
  }
}
