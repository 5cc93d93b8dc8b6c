import type { Database } from 'better-sqlite3'
import { fail } from '../../../core/defs/index.ts'
import { Remembered } from './rows.ts'

export interface InternedPerson {
  readonly address: string
  readonly label: string
}

export type InternedReads = Omit<ReturnType<typeof internedReads>, 'forget'>

/** Values by their rows. One for a connection. */
export function internedReads(db: Database) {
  const personByRow = db.prepare<[number], InternedPerson>('select address, label from persons where row = ?')
  const nameByRow = db.prepare<[number], string>('select name from names where row = ?').pluck()
  const rowByName = db.prepare<[string], number>('select row from names where name = ?').pluck()
  const addressByRow = db.prepare<[number], string>('select address from addresses where row = ?').pluck()
  const rowByAddress = db.prepare<[string], number>('select row from addresses where address = ?').pluck()
  const persons = new Remembered<number, InternedPerson>()
  const names = new Remembered<number, string>()
  const addresses = new Remembered<number, string>()

  return {
    person: (row: number): InternedPerson => persons.get(row, () => personByRow.get(row) ?? missing(`person ${row}`)),
    name: (row: number): string => names.get(row, () => nameByRow.get(row) ?? missing(`name ${row}`)),
    address: (row: number): string => addresses.get(row, () => addressByRow.get(row) ?? missing(`address ${row}`)),
    /** undefined: nothing of that name is stored */
    nameRow: (name: string): number | undefined => rowByName.get(name),
    addressRow: (address: string): number | undefined => rowByAddress.get(address),
    forget(): void {
      for (const known of [persons, names, addresses]) known.forget()
    },
  }
}

function missing(what: string): never {
  throw fail('corrupt', 'A message in the database cannot be read. Run a check of the data in the settings.', {
    details: `${what} is not there`,
  })
}
