import type { Database } from 'better-sqlite3'
import type { Message, MessageSummary, Page } from '../../../core/defs/index.ts'
import type { Membership, PageRequest, RemoteCopy } from '../../contracts/index.ts'
import { type InternedReads, readId, type StoredId, storeId } from '../interned/index.ts'
import { messageRows } from './by-id.ts'
import { messageKey } from './columns.ts'
import { messagePages } from './pages.ts'
import { type MessageRow, messageColumns, type SummaryRow, summaryColumns, toMessage, toSummary } from './rows.ts'

interface PendingRow {
  readonly mailboxId: string
  readonly uid: number
  readonly messageId: StoredId
  readonly flags: string
}

/** Thread side of MessageStore. */
export function messageReads(db: Database, interned: InternedReads) {
  const byRows = db.prepare<[string], SummaryRow>(
    `select ${messageColumns}, ${summaryColumns} from json_each(?) j cross join messages m on m.row = j.value
     order by j.key`,
  )
  const rowOf = messageRows(db)
  const byKey = db.prepare<[number, string], MessageRow>(
    `select ${messageColumns} from messages m where m.message_key = ? and m.message_id = ?`,
  )
  const threadById = db.prepare<[StoredId], number>('select row from threads where id = ?').pluck()
  const ofThread = db.prepare<[number], StoredId>('select id from messages where thread = ? order by row').pluck()
  const memberships = db
    .prepare<[number], string>(
      `select b.id from messages m join memberships s on s.message = m.row join mailboxes b on b.row = s.mailbox
       where m.row = ? order by b.id`,
    )
    .pluck()
  const walk = db
    .prepare<[StoredId, StoredId, number], StoredId>(
      `select id from messages where substr(id, 1, 8) >= substr(?, 1, 8) and id > ?
       order by substr(id, 1, 8), id limit ?`,
    )
    .pluck()
  const pending = db.prepare<[string, number], PendingRow>(
    `select b.id as mailboxId, r.uid, m.id as messageId, r.flags
     from mailboxes b join remote r on r.mailbox = b.row and r.pending = 1 join messages m on m.row = r.message
     where b.id = ? order by r.message desc limit ?`,
  )
  const pages = messagePages(db, interned)

  /** in that order */
  const summaries = (rows: readonly number[]): MessageSummary[] =>
    byRows.all(JSON.stringify(rows)).map((row) => toSummary(row, interned))

  return {
    summaries,
    get: (ids: readonly string[]): MessageSummary[] => summaries(ids.flatMap((id) => rowOf(id) ?? [])),
    list(request: PageRequest): Page<MessageSummary> {
      const { rows, nextCursor } = pages(request)
      return { items: summaries(rows), nextCursor }
    },
    byMessageIds(messageIds: readonly string[]): Message[] {
      const found = [...new Set(messageIds)].flatMap((messageId) => byKey.all(messageKey(messageId), messageId))
      return found.sort((a, b) => a.row - b.row).map((row) => toMessage(row, interned))
    },
    ofThreads: (threadIds: readonly string[]): string[] =>
      threadIds.flatMap((id) => ofThread.all(threadById.get(storeId(id)) ?? 0).map(readId)),
    memberships: (messageIds: readonly string[]): Membership[] =>
      messageIds.flatMap((messageId) =>
        memberships.all(rowOf(messageId) ?? 0).map((mailboxId) => ({ mailboxId, messageId })),
      ),
    walk(after: string | null, limit: number): string[] {
      const from = storeId(after ?? '')
      return walk.all(from, from, limit).map(readId)
    },
    pendingBodies: (mailboxId: string, limit: number): RemoteCopy[] =>
      pending
        .all(mailboxId, limit)
        .map((copy) => ({ ...copy, messageId: readId(copy.messageId), flags: JSON.parse(copy.flags) })),
  }
}
