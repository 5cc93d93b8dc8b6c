import type { Database } from 'better-sqlite3'
import { type StoredId, storeId } from '../interned/index.ts'

/** The condition that finds a message by its id, bound twice: through the index of the beginnings of ids. */
export const hasId = 'substr(id, 1, 8) = substr(?, 1, 8) and id = ?'

/** Row of a message by its id. */
export function messageRows(db: Database): (id: string) => number | undefined {
  const find = db.prepare<[StoredId, StoredId], number>(`select row from messages where ${hasId}`).pluck()
  return (id) => {
    const stored = storeId(id)
    return find.get(stored, stored)
  }
}
