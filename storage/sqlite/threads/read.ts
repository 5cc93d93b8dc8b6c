import type { Database } from 'better-sqlite3'
import type { MessageSummary, Page, ThreadSummary } from '../../../core/defs/index.ts'
import type { PageRequest } from '../../contracts/index.ts'
import { fromCursor, toCursor } from '../../derived/index.ts'
import { type InternedReads, idList, idsIn, readId, type StoredId, storeId } from '../interned/index.ts'
import type { messageReads } from '../messages/index.ts'
import { viewPages } from '../views/index.ts'
import { type ThreadRow, threadColumns, threadJoins, toThread } from './rows.ts'

/** Thread side of ThreadStore. */
export function threadReads(db: Database, interned: InternedReads, messages: ReturnType<typeof messageReads>) {
  const pages = viewPages(db, 'thread_views', interned)
  const byRows = db.prepare<[string], ThreadRow>(
    `select ${threadColumns} from json_each(?) j cross join threads t on t.row = j.value ${threadJoins} order by j.key`,
  )
  const rowById = db.prepare<[StoredId], number>('select row from threads where id = ?').pluck()
  const rowsByIds = db
    .prepare<[string], number>(`select t.row from ${idsIn} j cross join threads t on t.id = j.id order by j.key`)
    .pluck()
  const members = db
    .prepare<[number, number, number], number>(
      'select row from messages where thread = ? and row > ? order by row limit ?',
    )
    .pluck()
  const byRefs = db.prepare<[string], { key: number; id: StoredId }>(
    `select j.key, t.id from ${idsIn} j cross join thread_refs r on r.ref = j.id
     left join thread_merges g on g.thread = r.thread join threads t on t.row = coalesce(g.into_thread, r.thread)`,
  )
  const mailboxId = db.prepare<[number], string>('select id from mailboxes where row = ?').pluck()

  /** in that order */
  function summaries(rows: readonly number[]): ThreadSummary[] {
    const mailboxes = new Map<number, string | undefined>()
    const idOf = (row: number): string | undefined => {
      if (!mailboxes.has(row)) mailboxes.set(row, mailboxId.get(row))
      return mailboxes.get(row)
    }
    return byRows.all(JSON.stringify(rows)).map((row) => toThread(row, interned, idOf))
  }

  return {
    summaries,
    list(request: PageRequest): Page<ThreadSummary> {
      const { rows, nextCursor } = pages(request)
      return { items: summaries(rows), nextCursor }
    },
    get: (ids: readonly string[]): ThreadSummary[] => summaries(rowsByIds.all(idList(ids))),
    messages(threadId: string, cursor: string | undefined, limit: number): Page<MessageSummary> {
      const thread = rowById.get(storeId(threadId)) ?? 0
      const found = members.all(thread, fromCursor(cursor) ?? -1, limit + 1)
      const rows = found.slice(0, limit)
      const last = rows.at(-1)
      return {
        items: messages.summaries(rows),
        nextCursor: last !== undefined && found.length > limit ? toCursor(last) : null,
      }
    },
    byRefs: (refs: readonly string[]): Map<string, string> =>
      new Map(byRefs.all(idList(refs)).map(({ key, id }) => [refs[key] ?? '', readId(id)])),
  }
}
