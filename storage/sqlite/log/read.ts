import type { Database } from 'better-sqlite3'
import { type LogEntry, logEntry } from '../../../core/defs/index.ts'

type LogRow = Omit<LogEntry, 'value'> & { readonly value: string }

/** Thread side of LogStore. */
export function logReads(db: Database) {
  const since = db.prepare<[string, number], LogRow>(
    'select clock, entity, id, kind, field, value from log where clock > ? order by clock limit ?',
  )
  const last = db.prepare<[], string | null>('select max(clock) from log').pluck()
  const count = db.prepare<[], number>('select count(*) from log').pluck()
  return {
    since: (clock: string | null, limit: number): LogEntry[] =>
      since.all(clock ?? '', limit).map((row) => logEntry.parse({ ...row, value: JSON.parse(row.value) })),
    last: (): string | null => last.get() ?? null,
    count: (): number => count.get() ?? 0,
  }
}
