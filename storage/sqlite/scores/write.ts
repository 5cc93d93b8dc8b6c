import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Feature } from '../../../core/defs/index.ts'
import { Remembered } from '../interned/index.ts'
import { type Entry, packEntries, toFact, unpackEntries } from './packed.ts'

/** Facts up to this many characters are kept once for all messages that share them; what is longer is rarely shared. */
const longestShared = 200

/** The facts that messages are judged by; part of the commit's transaction. */
export function featureWrites(db: Database) {
  const find = db.prepare<[number, string], number>('select row from facts where key = ? and fact = ?').pluck()
  const insert = db.prepare<[number, string]>('insert into facts (key, fact, uses) values (?, ?, 0)')
  const use = db.prepare<[number, number]>('update facts set uses = uses + ? where row = ?')
  const unused = db.prepare<[number]>('delete from facts where row = ? and uses <= 0')
  const read = db.prepare<[number], Uint8Array>('select facts from features where message = ?').pluck()
  const write = db.prepare<[number, Uint8Array]>('insert or replace into features (message, facts) values (?, ?)')
  const remove = db.prepare<[number]>('delete from features where message = ?')
  const rows = new Remembered<string, number>()
  /** of this commit: by how much the uses of each fact change */
  const uses = new Map<number, number>()

  const rowOf = (fact: string): number =>
    rows.get(fact, () => {
      const key = factKey(fact)
      return find.get(key, fact) ?? Number(insert.run(key, fact).lastInsertRowid)
    })

  function bump(entries: readonly Entry[], by: 1 | -1): void {
    for (const entry of entries) if (typeof entry === 'number') uses.set(entry, (uses.get(entry) ?? 0) + by)
  }

  function forget(message: number): void {
    const before = read.get(message)
    if (before === undefined) return
    bump(unpackEntries(before), -1)
    remove.run(message)
  }

  return {
    /** at the start of a commit */
    begin: (): void => uses.clear(),
    rolledBack: (): void => rows.forget(),
    /** `isNew`: the message was added by this commit */
    put(message: number, features: readonly Feature[], isNew: boolean): void {
      if (!isNew) forget(message)
      const entries = features.map((each): Entry => {
        const fact = toFact(each)
        return fact.length > longestShared ? fact : rowOf(fact)
      })
      bump(entries, 1)
      write.run(message, packEntries(entries))
    },
    forget,
    /** before the commit ends: facts that no message has any more go */
    apply(): void {
      for (const [row, by] of uses) {
        if (by !== 0) use.run(by, row)
        if (by <= 0 && unused.run(row).changes > 0) rows.forget()
      }
    },
  }
}

/** What the index of facts holds instead of the text: 48 bits of its hash. What is found is compared whole. */
function factKey(text: string): number {
  return createHash('sha1').update(text).digest().readUIntBE(0, 6)
}
