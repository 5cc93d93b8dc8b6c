import type { Database } from 'better-sqlite3'
import type { SearchRow } from '../../contracts/index.ts'
import { insertInto } from './insert.ts'
import { recentWrites } from './recent.ts'

/** Called by the commit, within its transaction. `row` is the message's row number. */
export interface SearchWrites {
  /** replaces what was there; ascending by row */
  put(rows: readonly { readonly row: number; readonly search: SearchRow }[]): void
  /** the messages of these rows are gone (or get another row number and are put again) */
  remove(rows: readonly number[]): void
  has(row: number): boolean
  /** messages that have no search row, counted up to `limit`: for doctor */
  missing(limit: number): number
}

export function searchWrites(db: Database): SearchWrites {
  const insert = insertInto(db, 'message_tokens')
  const recent = recentWrites(db)
  const remove = db.prepare<[number]>('delete from message_tokens where rowid = ?')
  const has = db.prepare<[number], number>('select 1 from message_tokens_docsize where id = ?').pluck()
  const count = db.prepare<[number]>('update search_state set messages = messages + ?')
  const missing = db
    .prepare<[number], number>(
      `select m.row from messages m where not exists (select 1 from message_tokens_docsize d where d.id = m.row)
       order by m.row desc limit ?`,
    )
    .pluck()

  const forget = (row: number): boolean => {
    if (has.get(row) === undefined) return false
    remove.run(row)
    recent.remove(row)
    return true
  }

  return {
    put(rows) {
      let added = 0
      for (const { row, search } of rows) {
        if (!forget(row)) added += 1
        insert(row, search)
      }
      if (added > 0) count.run(added)
      recent.put(rows)
    },
    remove(rows) {
      const removed = rows.filter(forget).length
      if (removed > 0) count.run(-removed)
    },
    has: (row) => has.get(row) !== undefined,
    missing: (limit) => missing.all(limit).length,
  }
}
