import type { Database } from 'better-sqlite3'
import type { Message, MessageSummary, Page } from '../../../core/defs/index.ts'
import type { Membership, PageRequest, RemoteCopy } from '../../contracts/index.ts'
import { type InternedReads, idList, idsIn, readId, type StoredId, storeId } from '../interned/index.ts'
import { messageRows, messagesById } from './by-id.ts'
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
  const rowsOf = messageRows(db)
  const byKey = db.prepare<[number, string], MessageRow>(
    `select ${messageColumns} from messages m where m.message_key = ? and m.message_id = ?`,
  )
  const ofThreads = db
    .prepare<[string], StoredId>(
      `select m.id from ${idsIn} j cross join threads t on t.id = j.id cross join messages m on m.thread = t.row
       order by j.key, m.row`,
    )
    .pluck()
  const memberships = db.prepare<[string], { mailboxId: string; messageId: StoredId }>(
    `select b.id as mailboxId, m.id as messageId from ${messagesById} cross join memberships s on s.message = m.row
     cross join mailboxes b on b.row = s.mailbox order by j.key, b.id`,
  )
  const walk = db
    .prepare<[StoredId, number], StoredId>('select id from messages where id > ? order by id limit ?')
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
    get: (ids: readonly string[]): MessageSummary[] => summaries(rowsOf(ids)),
    list(request: PageRequest): Page<MessageSummary> {
      const { rows, nextCursor } = pages(request)
      return { items: summaries(rows), nextCursor }
    },
    byMessageIds(messageIds: readonly string[]): Message[] {
      const found = [...new Set(messageIds)].flatMap((messageId) => byKey.all(messageKey(messageId), messageId))
      return found.sort((a, b) => a.row - b.row).map((row) => toMessage(row, interned))
    },
    ofThreads: (threadIds: readonly string[]): string[] => ofThreads.all(idList(threadIds)).map(readId),
    memberships: (messageIds: readonly string[]): Membership[] =>
      memberships
        .all(idList(messageIds))
        .map(({ mailboxId, messageId }) => ({ mailboxId, messageId: readId(messageId) })),
    walk: (after: string | null, limit: number): string[] => walk.all(storeId(after ?? ''), limit).map(readId),
    pendingBodies: (mailboxId: string, limit: number): RemoteCopy[] =>
      pending
        .all(mailboxId, limit)
        .map((copy) => ({ ...copy, messageId: readId(copy.messageId), flags: JSON.parse(copy.flags) })),
  }
}
