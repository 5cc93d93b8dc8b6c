import type { Database } from 'better-sqlite3'
import { firstRowOf, rowsPerSecond } from '../../derived/index.ts'

/** Seconds remembered for `further`; only a hint, so forgetting all costs a walk. */
const maxFurther = 1_000

/** Rows for new messages, in the order of time. */
export function freeRows(db: Database) {
  const lastRow = db
    .prepare<[number, number], number | null>('select max(row) from messages where row >= ? and row < ?')
    .pluck()
  /** Where to look on for a second whose own places are taken: thousands of messages of one second must not be walked. */
  const further = new Map<number, number>()

  return {
    free(sortMs: number): number {
      const own = firstRowOf(sortMs)
      for (let first = further.get(own) ?? own; ; first += rowsPerSecond) {
        const last = lastRow.get(first, first + rowsPerSecond) ?? null
        if (last !== null && last + 1 >= first + rowsPerSecond) continue
        if (further.size >= maxFurther) further.clear()
        if (first !== own) further.set(own, first)
        return last === null ? first : last + 1
      }
    },
  }
}
