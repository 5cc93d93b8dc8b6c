import Sqlite, { type Database } from 'better-sqlite3'
import { z } from 'zod'
import { type RecordNoun, recordNouns } from '../../../core/defs/index.ts'
import type { RecordPut } from '../../contracts/index.ts'
import { rowsPerSecond } from '../../derived/index.ts'
import { type MessageRow, toMessage } from '../messages/index.ts'
import type { SalvagedPlace } from './rebuild.ts'

export interface Salvaged {
  readonly records: readonly RecordPut[]
  readonly places: readonly SalvagedPlace[]
}

/** Unreadable stretches in a row before the rest of a table is given up; each stretch skipped is twice the last. */
const maxSkips = 60

/** Reads what can still be read of a damaged database, row by row. Never throws. */
export function salvage(file: string): Salvaged {
  let db: Database
  try {
    db = openDamaged(file)
  } catch {
    return { records: [], places: [] }
  }
  try {
    const records = salvageRecords(db)
    const mailboxes = new Set(records.filter((put) => put.noun === 'mailbox').map((put) => put.value.id))
    return { records, places: salvagePlaces(db, mailboxes) }
  } finally {
    db.close()
  }
}

/** SQLite reads nothing of a file that is shorter than its header says, unless it is told to take what is there. */
export function openDamaged(file: string): Database {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true })
  db.unsafeMode(true)
  db.pragma('writable_schema = on')
  return db
}

function salvageRecords(db: Database): RecordPut[] {
  const records: RecordPut[] = []
  const rows = readable<{ row: number; noun: string; value: string }>(
    db,
    'select rowid as row, noun, value from records where rowid > ? order by rowid limit 1',
    1,
  )
  for (const row of rows) {
    const record = toRecord(row.noun, row.value)
    if (record !== null) records.push(record)
  }
  return records
}

/** The mirror of the servers is not salvaged, so mailboxes forget how far they were fetched: sync looks at all again. */
function toRecord(noun: string, text: string): RecordPut | null {
  const known = z.enum(Object.keys(recordNouns) as [RecordNoun, ...RecordNoun[]]).safeParse(noun)
  if (!known.success) return null
  try {
    const value = recordNouns[known.data].schema.parse(JSON.parse(text))
    const put = { noun: known.data, value } as RecordPut // checked: by the schema of that noun
    return put.noun === 'mailbox' ? { noun: 'mailbox', value: { ...put.value, sync: null } } : put
  } catch {
    return null
  }
}

function salvagePlaces(db: Database, known: ReadonlySet<string>): SalvagedPlace[] {
  const places: SalvagedPlace[] = []
  const rows = readable<MessageRow>(
    db,
    `select m.row, m.id, m.thread, '' as thread_id, m.date_ms, m.received_ms, m.sort_ms, m.subject, m.excerpt,
     m.message_id, m.list_id, m.size_bytes, m.body_state, m.problem, m.flags, m.hidden, m.has_link, m.has_invite, m.parts,
     '' as participant_set, 0 as own, null as technic, null as context, null as comportment, null as overall,
     null as rules, 0 as importance, null as correction
     from messages m where m.row > ? order by m.row limit 1`,
    rowsPerSecond,
  )
  for (const row of rows) {
    try {
      const { copies, flags } = toMessage(row)
      const mailboxIds = mailboxesOf(db, row.row).filter((id) => known.has(id))
      for (const { blob } of copies) places.push({ blob, mailboxIds, flags })
    } catch {
      // this row cannot be read: its raw bytes are still in the blob store, without a place
    }
  }
  return places
}

function mailboxesOf(db: Database, row: number): string[] {
  try {
    return db
      .prepare<[number], string>(
        'select b.id from memberships s join mailboxes b on b.row = s.mailbox where s.message = ?',
      )
      .pluck()
      .all(row)
  } catch {
    return []
  }
}

/** Every row that can be read, in row order; where reading fails, it goes on further up. */
export function* readable<Row extends { row: number }>(db: Database, sql: string, firstSkip: number): Generator<Row> {
  let after = -1
  let skips = 0
  while (skips < maxSkips) {
    try {
      const row = db.prepare<[number], Row>(sql).get(after)
      if (row === undefined) return
      after = row.row
      skips = 0
      yield row
    } catch {
      after += firstSkip * 2 ** skips
      skips += 1
      if (after > Number.MAX_SAFE_INTEGER) return
    }
  }
}
