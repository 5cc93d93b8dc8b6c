import type { Database } from 'better-sqlite3'
import type { PageRequest } from '../../contracts/index.ts'
import { fromCursor, parseView, toCursor } from '../../derived/index.ts'
import type { InternedReads } from '../interned/index.ts'
import { viewNumber } from './numbers.ts'
import { everyLevel, levelsIn, mergeRanges } from './pages.ts'
import type { ViewTable } from './place.ts'

/** Rows of the threads or discussions on a page, and where the next one starts. */
export interface ViewPage {
  readonly rows: number[]
  readonly nextCursor: string | null
}

/** The number of a view by what it is called; null for one that has nothing in it. */
export function viewNumbers(db: Database, interned: InternedReads): (view: string) => number | null {
  const mailboxRow = db.prepare<[string], number>('select row from mailboxes where id = ?').pluck()
  const rows = { mailboxRow: (id: string) => mailboxRow.get(id), nameRow: interned.nameRow }
  return (view) => viewNumber(parseView(view), rows)
}

/** A page of a table of views: one range of its index for each level of importance, read and unread, merged. */
export function viewPages(db: Database, table: ViewTable, interned: InternedReads): (request: PageRequest) => ViewPage {
  const owner = table === 'thread_views' ? 'thread' : 'discussion'
  const range = db
    .prepare<[number, number, number, number, number]>(
      `select last, ${owner} from ${table} where view = ? and unread = ? and importance = ? and last < ?
       order by last desc limit ?`,
    )
    .raw()
  const numberOf = viewNumbers(db, interned)

  return ({ view, unread: onlyUnread, importance = everyLevel, cursor, limit }) => {
    const number = numberOf(view)
    const before = fromCursor(cursor) ?? Number.MAX_SAFE_INTEGER
    if (number === null) return { rows: [], nextCursor: null }
    const owners = new Map<number, number>()
    const read = (unread: 0 | 1, level: number) => (below: number, count: number) => {
      const found = range.all(number, unread, level, below, count) as [last: number, owner: number][] // checked: two integers
      for (const [last, row] of found) owners.set(last, row)
      return found.map(([last]) => last)
    }
    const ranges = levelsIn(importance).flatMap((level) =>
      onlyUnread === true ? [read(1, level)] : [read(0, level), read(1, level)],
    )
    const merged = mergeRanges(ranges, before, limit + 1)
    const page = merged.slice(0, limit)
    const last = page.at(-1)
    return {
      rows: page.map((each) => owners.get(each) ?? 0),
      nextCursor: last !== undefined && merged.length > page.length ? toCursor(last) : null,
    }
  }
}
