import Sqlite, { type Database } from 'better-sqlite3'
import { z } from 'zod'
import { type RecordNoun, recordNouns } from '../../../core/defs/index.ts'
import type { RecordPut } from '../../contracts/index.ts'
import { rowsPerSecond } from '../../derived/index.ts'
import type { StoredId } from '../interned/index.ts'
import { unpackCopies, unpackFlags } from '../messages/index.ts'
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
  const rows = readable<{ row: number; flags: number; size_bytes: number; copies: StoredId | null }>(
    db,
    'select row, flags, size_bytes, copies from messages where row > ? order by row limit 1',
    rowsPerSecond,
  )
  for (const { row, flags, size_bytes, copies } of rows) {
    try {
      const mailboxIds = mailboxesOf(db, row).filter((id) => known.has(id))
      for (const { blob } of unpackCopies(copies, size_bytes)) {
        places.push({ blob, mailboxIds, flags: unpackFlags(flags) })
      }
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

/** Every row that can be read, in row order; where reading fails, it goes on at the first row above that can be read. */
export function* readable<Row extends { row: number }>(db: Database, sql: string, firstSkip: number): Generator<Row> {
  /** null: broken here */
  const attempt = (after: number): { readonly row: Row | undefined } | null => {
    try {
      return { row: db.prepare<[number], Row>(sql).get(after) }
    } catch {
      return null
    }
  }
  let after = -1
  let broken: number | null = null
  for (let skips = 0; skips < maxSkips && after <= Number.MAX_SAFE_INTEGER; ) {
    const read = attempt(after)
    if (read === null) {
      broken = after
      after += firstSkip * 2 ** skips
      skips += 1
    } else if (broken !== null) {
      // The last leap may have gone too far: back to the first place that can be read.
      after = firstOf(broken, after, (at) => attempt(at) !== null)
      broken = null
      skips = 0
    } else {
      if (read.row === undefined) return
      after = read.row.row
      yield read.row
    }
  }
}

/** The lowest number in (low, high] that fits, where all above one that fits do. */
function firstOf(low: number, high: number, fits: (at: number) => boolean): number {
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if (fits(middle)) high = middle
    else low = middle
  }
  return high
}
