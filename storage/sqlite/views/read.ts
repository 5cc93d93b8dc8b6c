import type { Database, Statement } from 'better-sqlite3'
import type { PageRequest } from '../../contracts/index.ts'
import { fromCursor, parseView, toCursor } from '../../derived/index.ts'
import type { InternedReads } from '../interned/index.ts'
import { levelTable } from './levels.ts'
import { viewNumber } from './numbers.ts'
import { everyLevel } from './pages.ts'
import type { ViewTable } from './placing.ts'

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

/**
 * A page of a table of views: one range of its index for each level of importance at which anything stands, read and unread,
 * merged by SQLite.
 */
export function viewPages(db: Database, table: ViewTable, interned: InternedReads): (request: PageRequest) => ViewPage {
  const levels = db
    .prepare<[number, number, number, number]>(
      `select unread, importance from ${levelTable(table)}
       where view = ? and unread >= ? and importance >= ? and importance <= ? and count > 0`,
    )
    .raw()
  const numberOf = viewNumbers(db, interned)
  const merged = mergedRanges(db, table)

  return ({ view, unread, importance = everyLevel, cursor, limit }) => {
    const number = numberOf(view)
    if (number === null) return { rows: [], nextCursor: null }
    const found = levels.all(number, unread === true ? 1 : 0, importance.min, importance.max) as [number, number][] // checked: two integers
    const rows = merged(number, found, fromCursor(cursor) ?? Number.MAX_SAFE_INTEGER, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      rows: page.map(([, owner]) => owner),
      nextCursor: last !== undefined && rows.length > page.length ? toCursor(last[0]) : null,
    }
  }
}

/** Newest first: [row of the newest message, row of the thread or discussion]. */
type Listed = [last: number, owner: number]

/** Statements differ in how many ranges there are: 42 at most. */
function mergedRanges(db: Database, table: ViewTable) {
  const owner = table === 'thread_views' ? 'thread' : 'discussion'
  const range = `select last, ${owner} from ${table} where view = ? and unread = ? and importance = ? and last < ?`
  const statements = new Map<number, Statement<unknown[]>>()

  const prepare = (ranges: number): Statement<unknown[]> => {
    const known = statements.get(ranges)
    if (known !== undefined) return known
    const sql = `${Array.from({ length: ranges }, () => range).join(' union all ')} order by 1 desc limit ?`
    const statement = db.prepare(sql).raw()
    statements.set(ranges, statement)
    return statement
  }

  return (
    view: number,
    levels: readonly [unread: number, level: number][],
    before: number,
    limit: number,
  ): Listed[] => {
    if (levels.length === 0) return []
    const values = levels.flatMap(([unread, level]) => [view, unread, level, before])
    return prepare(levels.length).all(...values, limit) as Listed[] // checked: two integers
  }
}
