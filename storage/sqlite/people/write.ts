import type { Database } from 'better-sqlite3'
import type { Message } from '../../../core/defs/index.ts'
import type { Interned } from '../interned/index.ts'
import { Tally } from './tally.ts'

export type PeopleWrites = ReturnType<typeof peopleWrites>

/** Keeps what is known of addresses in step with the messages; part of the commit's transaction. */
export function peopleWrites(db: Database, interned: Interned) {
  const tally = new Tally()
  // each right side sees the row as it was; times of what was removed again stay, until nothing is left
  const update = db.prepare(
    `update addresses set
       count = count + @count,
       last_ms = case when count + @count > 0 then max(last_ms, @lastMs) else 0 end,
       label = case
         when count + @count <= 0 then ''
         when @label = '' then label
         when label = '' or @labelMs >= last_ms then @label
         else label end,
       written = written + @written,
       last_written_ms = case when written + @written > 0 then max(last_written_ms, @lastWrittenMs) else 0 end,
       received = received + @received,
       last_received_ms = case when received + @received > 0 then max(last_received_ms, @lastReceivedMs) else 0 end
     where row = @row`,
  )

  return {
    /** at the start of a commit */
    begin: (): void => tally.clear(),
    /** a message was written or removed; null = absent */
    changed(before: Message | null, after: Message | null): void {
      if (before !== null && after !== null && samePeople(before, after)) return
      if (before !== null) tally.subtract(before)
      if (after !== null) tally.add(after)
    },
    /** before the commit ends */
    apply(): void {
      for (const [address, change] of tally.changes()) update.run({ ...change, row: interned.addressRow(address) })
    },
  }
}

const samePeople = (before: Message, after: Message): boolean =>
  before.own === after.own && JSON.stringify(before.participants) === JSON.stringify(after.participants)
