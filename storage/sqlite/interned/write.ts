import type { Database } from 'better-sqlite3'
import { internedReads } from './read.ts'
import { Remembered } from './rows.ts'

export type Interned = ReturnType<typeof internedWrites>

/** Rows of values, made where there are none yet; part of the commit's transaction. */
export function internedWrites(db: Database) {
  const reads = internedReads(db)
  const findPerson = db
    .prepare<[string, string], number>('select row from persons where address = ? and label = ?')
    .pluck()
  const addPerson = db.prepare<[string, string]>('insert into persons (address, label) values (?, ?)')
  const addName = db.prepare<[string]>('insert into names (name) values (?)')
  const addAddress = db.prepare<[string]>('insert into addresses (address) values (?)')
  const persons = new Remembered<string, number>()
  const names = new Remembered<string, number>()
  const addresses = new Remembered<string, number>()

  return {
    person: reads.person,
    name: reads.name,
    address: reads.address,
    nameRow: (name: string): number =>
      names.get(name, () => reads.nameRow(name) ?? Number(addName.run(name).lastInsertRowid)),
    addressRow: (address: string): number =>
      addresses.get(address, () => reads.addressRow(address) ?? Number(addAddress.run(address).lastInsertRowid)),
    personRow: (address: string, label: string): number =>
      persons.get(
        `${address.length}:${address}${label}`,
        () => findPerson.get(address, label) ?? Number(addPerson.run(address, label).lastInsertRowid),
      ),
    rolledBack(): void {
      reads.forget()
      for (const known of [names, addresses, persons]) known.forget()
    },
  }
}
