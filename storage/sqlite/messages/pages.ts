import type { Database } from 'better-sqlite3'
import type { PageRequest } from '../../contracts/index.ts'
import { fromCursor, hiddenRoles, parseView, toCursor } from '../../derived/index.ts'
import type { InternedReads } from '../interned/index.ts'
import { everyLevel, type LevelRange, levelsIn, mergeRanges, type ReadRange } from '../views/index.ts'

const beyondLastRow = Number.MAX_SAFE_INTEGER

interface Filter {
  /** 1: seen; null: whether or not */
  readonly seen: 0 | 1 | null
  readonly importance: LevelRange | undefined
}

/** Rows of one page of a view, newest first: some ranges of an index each, merged. */
export function messagePages(db: Database, interned: InternedReads) {
  const prepare = (sql: string) => db.prepare<number[], number>(`${sql} order by 1 desc limit ?`).pluck()
  const visible = prepare(
    `select row from messages indexed by messages_levels
     where hidden = 0 and importance = ? and flags & 1 = ? and row < ?`,
  )
  const unread = prepare(
    'select row from messages indexed by messages_unread where hidden = 0 and flags & 1 = 0 and row < ?',
  )
  const starred = prepare(
    `select row from messages indexed by messages_starred where hidden = 0 and flags & 2 = 2
     and importance >= ? and importance <= ? and flags & ? = 0 and row < ?`,
  )
  const listed = prepare(
    `select row from messages indexed by messages_of_list
     where hidden = 0 and list_key = ? and importance = ? and flags & 1 = ? and row < ?`,
  )
  const tagged = prepare(
    `select message from message_tags indexed by message_tags_levels
     where hidden = 0 and tag = ? and importance = ? and unread = ? and message < ?`,
  )
  const inMailbox = prepare('select message from memberships where mailbox = ? and message < ?')
  const unreadInMailbox = prepare(
    `select message from memberships indexed by memberships_unread where mailbox = ? and unread = 1 and message < ?`,
  )
  const levelInMailbox = prepare(
    `select message from memberships indexed by memberships_levels
     where mailbox = ? and importance = ? and unread = ? and message < ?`,
  )
  const mailboxById = db.prepare<[string], number>('select row from mailboxes where id = ?').pluck()
  const mailboxesByRole = db.prepare<[string], number>('select row from mailboxes where role = ?').pluck()
  const mailboxesByAccount = db
    .prepare<string[], number>(
      `select row from mailboxes where account = ?
       and (role is null or role not in (${hiddenRoles.map(() => '?').join(', ')}))`,
    )
    .pluck()

  /** one range for each level of importance, and for what is seen and what is not */
  const eachLevel = ({ seen, importance = everyLevel }: Filter, of: (level: number, seen: 0 | 1) => ReadRange) =>
    levelsIn(importance).flatMap((level) => (seen === null ? [of(level, 0), of(level, 1)] : [of(level, seen)]))

  const named = (name: string, filter: Filter, of: (row: number, level: number, seen: 0 | 1) => ReadRange) => {
    const row = interned.nameRow(name)
    return row === undefined ? [] : eachLevel(filter, (level, seen) => of(row, level, seen))
  }

  const ofMailbox = (row: number, filter: Filter): ReadRange[] => {
    if (filter.importance === undefined) {
      const statement = filter.seen === 0 ? unreadInMailbox : inMailbox
      return [(before, limit) => statement.all(row, before, limit)]
    }
    return eachLevel(
      filter,
      (level, seen) => (before, limit) => levelInMailbox.all(row, level, 1 - seen, before, limit),
    )
  }

  const all = (filter: Filter): ReadRange[] => {
    if (filter.importance === undefined && filter.seen === 0) return [(before, limit) => unread.all(before, limit)]
    return eachLevel(filter, (level, seen) => (before, limit) => visible.all(level, seen, before, limit))
  }

  function rangesOf(view: ReturnType<typeof parseView>, filter: Filter): ReadRange[] {
    switch (view.kind) {
      case 'all':
        return all(filter)
      case 'starred': {
        const { min, max } = filter.importance ?? everyLevel
        const not = filter.seen === 0 ? 1 : 0
        return [(before, limit) => starred.all(min, max, not, before, limit)]
      }
      case 'mailbox':
        return mailboxById.all(view.id).flatMap((row) => ofMailbox(row, filter))
      case 'role':
        return mailboxesByRole.all(view.role).flatMap((row) => ofMailbox(row, filter))
      case 'account':
        return mailboxesByAccount.all(view.id, ...hiddenRoles).flatMap((row) => ofMailbox(row, filter))
      case 'tag':
        return named(
          `tag:${view.id}`,
          filter,
          (row, level, seen) => (before, limit) => tagged.all(row, level, 1 - seen, before, limit),
        )
      case 'list':
        return named(
          `list:${view.id}`,
          filter,
          (row, level, seen) => (before, limit) => listed.all(row, level, seen, before, limit),
        )
    }
  }

  return (request: PageRequest): { rows: number[]; nextCursor: string | null } => {
    const filter: Filter = { seen: request.unread === true ? 0 : null, importance: request.importance }
    const ranges = rangesOf(parseView(request.view), filter)
    const found = mergeRanges(ranges, fromCursor(request.cursor) ?? beyondLastRow, request.limit + 1)
    const rows = found.slice(0, request.limit)
    const last = rows.at(-1)
    return { rows, nextCursor: last !== undefined && found.length > rows.length ? toCursor(last) : null }
  }
}
