import type { Database } from 'better-sqlite3'
import type { Correspondent, SearchStore } from '../../contracts/index.ts'

type Person = Awaited<ReturnType<SearchStore['people']>>[number]

const correspondent = `address, label, written, last_written_ms as lastWrittenMs, received,
  last_received_ms as lastReceivedMs`

/** What is known of addresses. */
export function peopleReads(db: Database) {
  const latest = db.prepare<[number], Person>(
    `select address, label, count, last_ms as lastMs from addresses where count > 0
     order by last_ms desc, address limit ?`,
  )
  const byAddress = db.prepare<[string], Correspondent>(
    `select ${correspondent} from addresses where address = ? and count > 0`,
  )
  const writtenTo = db.prepare<[number], Correspondent>(
    `select ${correspondent} from addresses where written > 0 order by last_written_ms desc, address limit ?`,
  )
  const labelOf = db.prepare<[number], string>('select label from addresses where row = ?').pluck()

  return {
    /** most recently met first */
    latest: (limit: number): Person[] => latest.all(limit),
    correspondents: (addresses: readonly string[]): Correspondent[] =>
      addresses.flatMap((address) => byAddress.get(address) ?? []),
    /** latest first */
    writtenTo: (limit: number): Correspondent[] => writtenTo.all(limit),
    labelOf: (row: number): string => labelOf.get(row) ?? '',
  }
}
