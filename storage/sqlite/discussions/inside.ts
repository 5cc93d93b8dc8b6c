import type { Database } from 'better-sqlite3'
import { fromCursor, toCursor } from '../../derived/index.ts'
import { readId, type StoredId, storeId } from '../interned/index.ts'
import { numbersIn } from '../messages/index.ts'
import { mergeRanges } from '../views/index.ts'

interface RowPage {
  readonly rows: number[]
  readonly nextCursor: string | null
}

const beyondLastRow = Number.MAX_SAFE_INTEGER

/** What stands in some participant sets: messages and threads, newest first, a range of an index for each set, merged. */
export function insideReads(db: Database) {
  const visible = db
    .prepare<[number], number>(
      'select 1 from messages indexed by messages_by_set where participant_set = ? and hidden = 0 limit 1',
    )
    .pluck()
  const inSet = db
    .prepare<[number, number, number, number], number>(
      `select row from messages indexed by messages_by_set where participant_set = ? and hidden = ? and row < ?
       order by row desc limit ?`,
    )
    .pluck()
  const inThread = db
    .prepare<[StoredId, string, number, number, number], number>(
      `select row from messages indexed by messages_by_thread where thread = (select row from threads where id = ?)
       and participant_set in (select value from json_each(?)) and hidden = ? and row < ? order by row desc limit ?`,
    )
    .pluck()
  const threadsInSet = db
    .prepare<[number, number, number, number]>(
      `select last, thread from set_threads where participant_set = ? and hidden = ? and last < ?
       order by last desc limit ?`,
    )
    .raw()
  const placesOf = db.prepare<[number], string>('select sets from threads where row = ?').pluck()
  const ids = db
    .prepare<[number], StoredId>(
      'select m.id from (select row from messages indexed by messages_by_set where participant_set = ?) s join messages m on m.row = s.row',
    )
    .pluck()

  /** whether what lies in junk and trash is shown: when there is nothing else */
  const hiddenOf = (sets: readonly number[]): 0 | 1 => (sets.some((set) => visible.get(set) === 1) ? 0 : 1)

  function messages(
    sets: readonly number[],
    threadId: string | undefined,
    cursor: string | undefined,
    limit: number,
  ): RowPage {
    const before = fromCursor(cursor) ?? beyondLastRow
    const hidden = hiddenOf(sets)
    const found =
      threadId === undefined
        ? mergeRanges(
            sets.map((set) => (below: number, count: number) => inSet.all(set, hidden, below, count)),
            before,
            limit + 1,
          )
        : inThread.all(storeId(threadId), JSON.stringify(sets), hidden, before, limit + 1)
    return pageOf(found, limit)
  }

  function threads(sets: readonly number[], cursor: string | undefined, limit: number): RowPage {
    const hidden = hiddenOf(sets)
    const threadAt = new Map<number, number>()
    const ranges = sets.map((set) => (below: number, count: number) => {
      const rows = threadsInSet.all(set, hidden, below, count) as [last: number, thread: number][] // checked: two integers
      for (const [last, thread] of rows) threadAt.set(last, thread)
      return rows.map(([last]) => last)
    })
    const among = new Set(sets)
    const isNewest = (last: number): boolean =>
      newestIn(placesOf.get(threadAt.get(last) ?? 0) ?? '[]', among, hidden) === last
    const found: number[] = []
    for (let before = fromCursor(cursor) ?? beyondLastRow; found.length <= limit; ) {
      const next = mergeRanges(ranges, before, limit + 1)
      found.push(...next.filter(isNewest))
      if (next.length <= limit) break
      before = next.at(-1) ?? 0
    }
    const { rows, nextCursor } = pageOf(found, limit)
    return { rows: rows.map((last) => threadAt.get(last) ?? 0), nextCursor }
  }

  return {
    messages,
    threads,
    /** all of them, in no order */
    messageIds: (sets: readonly number[]): string[] => sets.flatMap((set) => ids.all(set).map(readId)),
  }
}

/** Where a thread stands among some sets: with the newest of its messages in them. `places` as in `threads.sets`. */
function newestIn(places: string, sets: ReadonlySet<number>, hidden: 0 | 1): number {
  const flat = numbersIn(places)
  let newest = 0
  for (let i = 0; i < flat.length; i += 3) {
    if (sets.has(flat[i] ?? 0) && flat[i + 1] === hidden) newest = Math.max(newest, flat[i + 2] ?? 0)
  }
  return newest
}

function pageOf(found: readonly number[], limit: number): RowPage {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, nextCursor: last !== undefined && found.length > limit ? toCursor(last) : null }
}
