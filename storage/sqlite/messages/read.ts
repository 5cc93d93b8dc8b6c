import type { Database } from 'better-sqlite3'
import type { Message, MessageSummary, Page } from '../../../core/defs/index.ts'
import type { Membership, PageRequest, RemoteCopy } from '../../contracts/index.ts'
import { fromCursor, parseView, toCursor } from '../../derived/index.ts'
import { type MessageRow, mailboxIdsColumn, messageColumns, type SummaryRow, toMessage, toSummary } from './rows.ts'

const beyondLastRow = Number.MAX_SAFE_INTEGER

/** Thread side of MessageStore. Lists are ranges of one index each; roles merge those of their mailboxes. */
export function messageReads(db: Database) {
  const byIds = db.prepare<[string], SummaryRow>(
    `select ${messageColumns}, ${mailboxIdsColumn} from json_each(?) j join messages m on m.id = j.value order by j.key`,
  )
  const byRows = db.prepare<[string], SummaryRow>(
    `select ${messageColumns}, ${mailboxIdsColumn} from json_each(?) j join messages m on m.row = j.value order by j.key`,
  )
  const byMessageIds = db.prepare<[string], MessageRow>(
    `select ${messageColumns} from messages m where m.message_id in (select value from json_each(?)) order by m.row`,
  )
  const ofThreads = db
    .prepare<[string], string>(
      `select m.id from json_each(?) j join threads t on t.id = j.value join messages m on m.thread = t.row
       order by j.key, m.row`,
    )
    .pluck()
  const memberships = db.prepare<[string], Membership>(
    `select b.id as mailboxId, m.id as messageId from json_each(?) j join messages m on m.id = j.value
     join memberships s on s.message = m.row join mailboxes b on b.row = s.mailbox order by j.key, b.id`,
  )
  const walk = db.prepare<[string, number], string>('select id from messages where id > ? order by id limit ?').pluck()
  const pending = db.prepare<[string, number], RemoteCopy & { flags: string }>(
    `select b.id as mailboxId, r.uid, m.id as messageId, r.flags
     from mailboxes b join remote r on r.mailbox = b.row and r.pending = 1 join messages m on m.row = r.message
     where b.id = ? order by r.message desc limit ?`,
  )
  const pages = messagePages(db)

  return {
    get: (ids: readonly string[]): MessageSummary[] => byIds.all(JSON.stringify(ids)).map(toSummary),
    list: (request: PageRequest): Page<MessageSummary> => {
      const { rows, nextCursor } = pages(request)
      return { items: byRows.all(JSON.stringify(rows)).map(toSummary), nextCursor }
    },
    byMessageIds: (messageIds: readonly string[]): Message[] =>
      byMessageIds.all(JSON.stringify(messageIds)).map(toMessage),
    ofThreads: (threadIds: readonly string[]): string[] => ofThreads.all(JSON.stringify(threadIds)),
    memberships: (messageIds: readonly string[]): Membership[] => memberships.all(JSON.stringify(messageIds)),
    walk: (after: string | null, limit: number): string[] => walk.all(after ?? '', limit),
    pendingBodies: (mailboxId: string, limit: number): RemoteCopy[] =>
      pending.all(mailboxId, limit).map((copy) => ({ ...copy, flags: JSON.parse(copy.flags) })),
  }
}

/** Rows of one page of a view, newest first. */
function messagePages(db: Database) {
  const range = (source: string) => db.prepare<[number, number], number>(`${source} order by row desc limit ?`).pluck()
  const all = range('select row from messages indexed by messages_visible where hidden = 0 and row < ?')
  const unread = range(
    'select row from messages indexed by messages_unread where hidden = 0 and flags & 1 = 0 and row < ?',
  )
  const starred = range(
    'select row from messages indexed by messages_starred where hidden = 0 and flags & 2 = 2 and row < ?',
  )
  const starredUnread = range(
    `select row from messages indexed by messages_starred
     where hidden = 0 and flags & 2 = 2 and flags & 1 = 0 and row < ?`,
  )
  const ofMailbox = db
    .prepare<[number, number, number], number>(
      'select message from memberships where mailbox = ? and message < ? order by message desc limit ?',
    )
    .pluck()
  const unreadOfMailbox = db
    .prepare<[number, number, number], number>(
      `select message from memberships indexed by memberships_unread
       where mailbox = ? and unread = 1 and message < ? order by message desc limit ?`,
    )
    .pluck()
  const mailboxById = db.prepare<[string], number>('select row from mailboxes where id = ?').pluck()
  const mailboxesByRole = db.prepare<[string], number>('select row from mailboxes where role = ?').pluck()

  return (request: PageRequest): { rows: number[]; nextCursor: string | null } => {
    const view = parseView(request.view)
    const before = fromCursor(request.cursor) ?? beyondLastRow
    const onlyUnread = request.unread === true
    const wanted = request.limit + 1
    const merged = (mailboxes: number[]) => {
      const statement = onlyUnread ? unreadOfMailbox : ofMailbox
      const rows = new Set(mailboxes.flatMap((mailbox) => statement.all(mailbox, before, wanted)))
      return [...rows].sort((a, b) => b - a)
    }
    const rowsOf = () => {
      switch (view.kind) {
        case 'all':
          return (onlyUnread ? unread : all).all(before, wanted)
        case 'starred':
          return (onlyUnread ? starredUnread : starred).all(before, wanted)
        case 'mailbox':
          return merged(mailboxById.all(view.id))
        case 'role':
          return merged(mailboxesByRole.all(view.role))
        default:
          return []
      }
    }
    const found = rowsOf()
    const rows = found.slice(0, request.limit)
    const last = rows.at(-1)
    return { rows, nextCursor: last !== undefined && found.length > rows.length ? toCursor(last) : null }
  }
}
