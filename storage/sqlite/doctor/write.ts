import type { Database } from 'better-sqlite3'
import { sameJson } from '../../derived/index.ts'
import { derive, type Writes } from '../commit.ts'

/** Unsearchable messages that are counted at most: one is as good a reason to index again as a thousand. */
const maxUnsearched = 1000

/** Leaves a transaction without keeping what it did. */
class Unkept extends Error {}

/** Checks and repairs that write: each piece is a transaction of its own, so that commits go in between. */
export function doctorWrites(db: Database, writes: Writes) {
  const next = db
    .prepare<[number, number], number>('select row from threads where row > ? order by row limit ?')
    .pluck()
  const membersOf = db.prepare<[number], number>('select row from messages where thread = ?').pluck()
  const thread = db.prepare<[number]>('select * from threads where row = ?')
  const views = db.prepare<[number]>('select view, last, unread from thread_views where thread = ? order by view, last')
  const hidden = db.prepare<[number], number>('select hidden from messages where thread = ? order by row').pluck()
  const marks = db.prepare(
    `update memberships set unread = (select flags & 1 = 0 from messages where row = memberships.message)
     where unread <> (select flags & 1 = 0 from messages where row = memberships.message)`,
  )
  const counts = db.prepare(
    `update mailboxes set
     total = (select count(*) from memberships s where s.mailbox = mailboxes.row),
     unread = (select count(*) from memberships s where s.mailbox = mailboxes.row and s.unread = 1)`,
  )
  const state = (row: number) => [thread.get(row), views.all(row), hidden.all(row)]

  function examineThreads(after: number, limit: number, repair: boolean): { wrong: number; next: number | null } {
    const rows = next.all(after, limit)
    let wrong = 0
    const run = db.transaction(() => {
      writes.touched.clear()
      writes.mailboxes.begin()
      const before = rows.map(state)
      for (const row of rows) {
        writes.touched.threads.add(row)
        for (const member of membersOf.all(row)) writes.touched.messages.add(member)
      }
      derive(writes)
      wrong = rows.filter((row, i) => !sameJson(before[i], state(row))).length
      if (!repair || wrong === 0) throw new Unkept()
    })
    try {
      run.immediate()
    } catch (thrown) {
      if (!(thrown instanceof Unkept)) throw thrown
    }
    return { wrong, next: rows.length < limit ? null : (rows.at(-1) ?? null) }
  }

  return {
    examineThreads,
    repairCounts(): void {
      db.transaction(() => {
        marks.run()
        counts.run()
      }).immediate()
    },
    unsearched: (): number => writes.search.missing(maxUnsearched).length,
  }
}
