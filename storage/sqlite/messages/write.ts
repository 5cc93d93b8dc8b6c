import type { Database } from 'better-sqlite3'
import type { Message } from '../../../core/defs/index.ts'
import { firstRowOf, rowsPerSecond, sameSecond } from '../../derived/index.ts'
import type { SearchWrites } from '../search/index.ts'
import type { Touched } from '../touched.ts'
import { flagBits, type MessageRow, messageColumns, pendingState, toColumns, toMessage } from './rows.ts'

/** What other parts of a commit need to know of a message. */
export interface MessagePlace {
  readonly row: number
  readonly thread: number
  readonly flags: number
  readonly body_state: number
  readonly sort_ms: number
}

export type MessageWrites = ReturnType<typeof messageWrites>

interface Parts {
  readonly search: SearchWrites
  readonly touched: Touched
  /** row of a thread by its id; made if it is new */
  readonly threadRow: (id: string) => number
}

const columns = [
  'id',
  'date_ms',
  'received_ms',
  'sort_ms',
  'subject',
  'excerpt',
  'message_id',
  'list_id',
  'size_bytes',
  'body_state',
  'problem',
  'flags',
  'has_link',
  'has_invite',
  'attachment_count',
  'sender',
  'parts',
  'participant_set',
  'own',
  'technic',
  'context',
  'comportment',
  'overall',
  'rules',
  'importance',
  'correction',
] as const satisfies readonly (keyof ReturnType<typeof toColumns>)[]

/** Seconds remembered for `further`; only a hint, so forgetting all costs a walk. */
const maxFurther = 1_000

export function messageWrites(db: Database, { search, touched, threadRow }: Parts) {
  const find = db.prepare<[string], MessagePlace>(
    'select row, thread, flags, body_state, sort_ms from messages where id = ?',
  )
  const read = db.prepare<[string], MessageRow>(`select ${messageColumns} from messages m where m.id = ?`)
  const readRow = db.prepare<[number], MessageRow>(`select ${messageColumns} from messages m where m.row = ?`)
  const insert = db.prepare(
    `insert into messages (row, thread, ${columns.join(', ')})
     values (@row, @thread, ${columns.map((name) => `@${name}`).join(', ')})`,
  )
  const update = db.prepare(
    `update messages set thread = @thread, ${columns.map((name) => `${name} = @${name}`).join(', ')} where row = @row`,
  )
  const setFlags = db.prepare<[number, number]>('update messages set flags = ? where row = ?')
  const remove = db.prepare<[number]>('delete from messages where row = ?')
  const lastRow = db
    .prepare<[number, number], number | null>('select max(row) from messages where row >= ? and row < ?')
    .pluck()
  const move = [
    'messages set row',
    'memberships set message',
    'remote set message',
    'features set message',
    'message_tags set message',
  ].map((assignment) =>
    db.prepare<[number, number]>(`update ${assignment} = ? where ${assignment.split(' ').at(-1)} = ?`),
  )
  const setPending = db.prepare<[number, number]>('update remote set pending = ? where message = ?')
  const places = db.prepare<[number], { mailbox: number; unread: number }>(
    'select mailbox, unread from memberships where message = ?',
  )
  const setUnread = db.prepare<[number, number]>('update memberships set unread = ? where message = ?')
  const dropMemberships = db.prepare<[number]>('delete from memberships where message = ?')
  const dropRemote = db.prepare<[number]>('delete from remote where message = ?')
  const dropFeatures = db.prepare<[number]>('delete from features where message = ?')
  const dropTags = db.prepare<[number]>('delete from message_tags where message = ?')
  const isHidden = db
    .prepare<[number], number>(
      `select not exists (select 1 from memberships s join mailboxes b on b.row = s.mailbox
       where s.message = ? and (b.role is null or b.role not in ('junk', 'trash')))`,
    )
    .pluck()
  const setHidden = db.prepare<[number, number, number]>('update messages set hidden = ? where row = ? and hidden <> ?')

  /** Where to look on for a second whose own places are taken: thousands of messages of one second must not be walked. */
  const further = new Map<number, number>()

  function freeRow(sortMs: number): number {
    const own = firstRowOf(sortMs)
    for (let first = further.get(own) ?? own; ; first += rowsPerSecond) {
      const last = lastRow.get(first, first + rowsPerSecond) ?? null
      if (last !== null && last + 1 >= first + rowsPerSecond) continue
      if (further.size >= maxFurther) further.clear()
      if (first !== own) further.set(own, first)
      return last === null ? first : last + 1
    }
  }

  /** The row stays while the second does; it also stays when a search row would be left behind (see ChangeSet.messages). */
  function rowFor(before: MessagePlace, message: Message, searchComes: boolean): number {
    if (sameSecond(before.sort_ms, message.sortMs)) return before.row
    const searched = search.has(before.row)
    if (searched && !searchComes) return before.row
    if (searched) search.remove([before.row])
    const row = freeRow(message.sortMs)
    for (const statement of move) statement.run(row, before.row)
    touched.messages.delete(before.row)
    return row
  }

  function replace(before: MessagePlace, message: Message, searchComes: boolean): void {
    const old = read.get(message.id)
    const row = rowFor(before, message, searchComes)
    const values = { ...toColumns(message), row, thread: threadRow(message.threadId) }
    if (old !== undefined && values.thread === before.thread && onlyFlagsDiffer(toColumns(toMessage(old)), values)) {
      setFlags.run(values.flags, row)
    } else {
      update.run(values)
    }
    const unread = (values.flags & flagBits.seen) === 0 ? 1 : 0
    if (((before.flags ^ values.flags) & flagBits.seen) !== 0) {
      for (const place of places.all(row)) touched.count(place.mailbox, 0, unread - place.unread)
      setUnread.run(unread, row)
    }
    const pending = values.body_state === pendingState
    if (pending !== (before.body_state === pendingState)) setPending.run(pending ? 1 : 0, row)
    touched.threads.add(before.thread)
    touched.message(row, values.thread)
    search.changed(row, old === undefined ? null : toMessage(old), message)
  }

  function removeRow(row: number): void {
    const old = readRow.get(row)
    if (old === undefined) return
    for (const { mailbox, unread } of places.all(row)) touched.count(mailbox, -1, -unread)
    dropMemberships.run(row)
    dropRemote.run(row)
    dropFeatures.run(row)
    dropTags.run(row)
    search.remove([row])
    remove.run(row)
    touched.messages.delete(row)
    touched.threads.add(old.thread)
    search.changed(row, toMessage(old), null)
  }

  return {
    find: (id: string): MessagePlace | undefined => find.get(id),
    read(id: string): Message | null {
      const row = read.get(id)
      return row === undefined ? null : toMessage(row)
    },
    /** `searchComes`: the change set brings the search row of this message too */
    put(message: Message, searchComes: boolean): void {
      const before = find.get(message.id)
      if (before !== undefined) {
        replace(before, message, searchComes)
        return
      }
      const row = freeRow(message.sortMs)
      const thread = threadRow(message.threadId)
      insert.run({ ...toColumns(message), row, thread })
      touched.message(row, thread)
      search.changed(row, null, message)
    },
    removeRow,
    remove(id: string): void {
      const place = find.get(id)
      if (place !== undefined) removeRow(place.row)
    },
    /** before threads are derived: they are summed up over what is not hidden */
    deriveHidden(row: number): void {
      const hidden = isHidden.get(row) ?? 1
      setHidden.run(hidden, row, hidden)
    },
  }
}

type Columns = ReturnType<typeof toColumns>

/** By far the commonest change; naming the other columns too would write all of their indexes again. */
function onlyFlagsDiffer(before: Columns, after: Columns): boolean {
  return columns.every((name) => name === 'flags' || before[name] === after[name])
}
