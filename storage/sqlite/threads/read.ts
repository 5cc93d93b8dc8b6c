import type { Database } from 'better-sqlite3'
import type { MessageSummary, Page, ThreadSummary } from '../../../core/defs/index.ts'
import type { PageRequest } from '../../contracts/index.ts'
import { fromCursor, parseView, toCursor } from '../../derived/index.ts'
import type { messageReads } from '../messages/index.ts'
import { type ThreadRow, toThread } from './rows.ts'
import { viewNumber } from './views.ts'

/** Thread side of ThreadStore: a page is one range of `thread_views`, at any size. */
export function threadReads(db: Database, messages: ReturnType<typeof messageReads>) {
  const page = (unread: boolean) =>
    db.prepare<[number, number, number], ThreadRow & { last: number }>(
      `select v.last, t.* from thread_views v ${unread ? 'indexed by thread_views_unread' : ''}
       join threads t on t.row = v.thread
       where v.view = ? and v.last < ? ${unread ? 'and v.unread = 1' : ''} order by v.last desc limit ?`,
    )
  const everyPage = page(false)
  const unreadPage = page(true)
  const byIds = db.prepare<[string], ThreadRow>(
    'select t.* from json_each(?) j join threads t on t.id = j.value order by j.key',
  )
  const members = db.prepare<[string, number, number], { row: number; id: string }>(
    `select m.row, m.id from threads t join messages m on m.thread = t.row
     where t.id = ? and m.row > ? order by m.row limit ?`,
  )
  const byRefs = db.prepare<[string], { ref: string; id: string }>(
    `select r.ref, t.id from json_each(?) j join thread_refs r on r.ref = j.value join threads t on t.row = r.thread`,
  )
  const mailboxRow = db.prepare<[string], number>('select row from mailboxes where id = ?').pluck()

  return {
    list(request: PageRequest): Page<ThreadSummary> {
      const view = viewNumber(parseView(request.view), (id) => mailboxRow.get(id))
      const before = fromCursor(request.cursor) ?? Number.MAX_SAFE_INTEGER
      if (view === null) return { items: [], nextCursor: null }
      const statement = request.unread === true ? unreadPage : everyPage
      const found = statement.all(view, before, request.limit + 1)
      const rows = found.slice(0, request.limit)
      const last = rows.at(-1)
      const more = last !== undefined && found.length > rows.length
      return { items: rows.map(toThread), nextCursor: more ? toCursor(last.last) : null }
    },
    get: (ids: readonly string[]): ThreadSummary[] => byIds.all(JSON.stringify(ids)).map(toThread),
    messages(threadId: string, cursor: string | undefined, limit: number): Page<MessageSummary> {
      const found = members.all(threadId, fromCursor(cursor) ?? -1, limit + 1)
      const rows = found.slice(0, limit)
      const last = rows.at(-1)
      return {
        items: messages.get(rows.map((member) => member.id)),
        nextCursor: last !== undefined && found.length > limit ? toCursor(last.row) : null,
      }
    },
    byRefs: (refs: readonly string[]): Map<string, string> =>
      new Map(byRefs.all(JSON.stringify(refs)).map(({ ref, id }) => [ref, id])),
  }
}
