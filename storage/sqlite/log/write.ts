import type { Database } from 'better-sqlite3'
import type { LogEntry } from '../../../core/defs/index.ts'

/** Entries are only ever added: a clock that is there already names the same entry. */
export function logWrites(db: Database) {
  const append = db.prepare<[string, string, string, string, string, string]>(
    'insert or ignore into log (clock, entity, id, kind, field, value) values (?, ?, ?, ?, ?, ?)',
  )
  return {
    append({ clock, entity, id, kind, field, value }: LogEntry): void {
      append.run(clock, entity, id, kind, field, JSON.stringify(value))
    },
  }
}
