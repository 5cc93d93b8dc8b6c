import type { Database } from 'better-sqlite3'
import type { SearchRow } from '../../contracts/index.ts'

/** The one order of the columns. */
export function insertInto(db: Database, table: 'message_tokens' | 'recent_tokens') {
  const insert = db.prepare<[number, string | Uint8Array, string, string, string, string, string]>(
    `insert into ${table} (rowid, body, subject, "from", "to", cc, files) values (?, ?, ?, ?, ?, ?, ?)`,
  )
  return (row: number, { body, subject, from, to, cc, files }: SearchRow): void => {
    insert.run(row, body, subject, from, to, cc, files)
  }
}
