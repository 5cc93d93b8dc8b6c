import type { Database } from 'better-sqlite3'
import type { Message } from '../../../core/defs/index.ts'
import { peopleOf } from '../../derived/index.ts'

export interface Person {
  readonly address: string
  readonly label: string
  readonly count: number
  readonly lastMs: number
}

/** Most recently met first. */
export function peopleReads(db: Database): (limit: number) => Person[] {
  const latest = db.prepare<[number], Person>(
    'select address, label, count, last_ms as lastMs from people order by last_ms desc, address limit ?',
  )
  return (limit) => latest.all(limit)
}

/** Keeps `people` in step with the messages; part of the commit's transaction. */
export function peopleWrites(db: Database): (before: Message | null, after: Message | null) => void {
  const add = db.prepare<[string, string, number]>(
    `insert into people (address, label, count, last_ms) values (?, ?, 1, ?)
     on conflict (address) do update set
       count = count + 1,
       last_ms = max(last_ms, excluded.last_ms),
       label = case
         when excluded.label = '' then label
         when label = '' or excluded.last_ms >= last_ms then excluded.label
         else label end`,
  )
  const subtract = db.prepare<[string]>('update people set count = count - 1 where address = ?')
  const drop = db.prepare<[string]>('delete from people where address = ? and count <= 0')

  return (before, after) => {
    if (before !== null && after !== null && samePeople(before, after)) return
    for (const [address, label] of after === null ? [] : peopleOf(after)) add.run(address, label, after?.sortMs ?? 0)
    for (const [address] of before === null ? [] : peopleOf(before)) {
      subtract.run(address)
      drop.run(address)
    }
  }
}

const samePeople = (before: Message, after: Message): boolean =>
  JSON.stringify(before.participants) === JSON.stringify(after.participants)
