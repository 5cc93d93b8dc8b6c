import type { Database } from 'better-sqlite3'
import type { LogEntry } from '../../../core/defs/index.ts'
import { packSegment, unpackSegment } from './segment.ts'

/** Entries are only ever added: a clock that is there already names the same entry. */
export function logWrites(db: Database) {
  const last = db.prepare<[], string | null>('select max(last) from log').pluck()
  const around = db
    .prepare<[string, string], Uint8Array>(
      'select entries from log indexed by log_by_last where last >= ? and first <= ?',
    )
    .pluck()
  const insert = db.prepare<[string, string, number, Uint8Array]>(
    'insert into log (first, last, count, entries) values (?, ?, ?, ?)',
  )

  const isThere = (clock: string): boolean =>
    around.all(clock, clock).some((segment) => unpackSegment(segment).some((entry) => entry.clock === clock))

  return {
    append(entries: readonly LogEntry[]): void {
      const end = last.get() ?? ''
      const distinct = new Map(entries.map((entry) => [entry.clock, entry]))
      const added = [...distinct.values()]
        .filter(({ clock }) => clock > end || !isThere(clock))
        .sort((a, b) => (a.clock < b.clock ? -1 : 1))
      const [first, final] = [added[0], added.at(-1)]
      if (first === undefined || final === undefined) return
      insert.run(first.clock, final.clock, added.length, packSegment(added))
    },
  }
}
