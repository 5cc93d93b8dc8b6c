import type { Database } from 'better-sqlite3'
import type { LogEntry } from '../../../core/defs/index.ts'
import { unpackSegment } from './segment.ts'

/** Thread side of LogStore. */
export function logReads(db: Database) {
  // nearly always one after the other; entries of other devices may lie between those of ours
  const from = db.prepare<[string], { first: string; entries: Uint8Array }>(
    'select first, entries from log where last > ? order by first',
  )
  const last = db.prepare<[], string | null>('select max(last) from log').pluck()
  const count = db.prepare<[], number | null>('select sum(count) from log').pluck()
  const segments = db.prepare<[], Uint8Array>('select entries from log').pluck()

  return {
    since(clock: string | null, limit: number): LogEntry[] {
      const after = clock ?? ''
      let found: LogEntry[] = []
      for (const { first, entries } of from.iterate(after)) {
        // what comes later begins later: nothing of it goes before these
        if (found.length >= limit && (found[limit - 1]?.clock ?? '') < first) break
        found.push(...unpackSegment(entries).filter((entry) => entry.clock > after))
        found = found.sort((a, b) => (a.clock < b.clock ? -1 : 1))
      }
      return found.slice(0, limit)
    },
    last: (): string | null => last.get() ?? null,
    count: (): number => count.get() ?? 0,
    /** segments that cannot be read */
    unreadable(): number {
      let wrong = 0
      for (const segment of segments.iterate()) {
        try {
          unpackSegment(segment)
        } catch {
          wrong += 1
        }
      }
      return wrong
    },
  }
}
