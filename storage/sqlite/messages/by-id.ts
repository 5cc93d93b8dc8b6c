import type { Database } from 'better-sqlite3'
import { idList, idsIn } from '../interned/index.ts'

/** `messages m` of some ids (bound as idList), for statements that order by `j.key`. */
export const messagesById = `${idsIn} j cross join messages m on m.id = j.id`

/** Rows of messages by their ids, in that order, unknown ones left out. */
export function messageRows(db: Database): (ids: readonly string[]) => number[] {
  const find = db.prepare<[string], number>(`select m.row from ${messagesById} order by j.key`).pluck()
  return (ids) => find.all(idList(ids))
}
