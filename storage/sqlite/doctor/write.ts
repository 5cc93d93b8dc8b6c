import type { Database } from 'better-sqlite3'
import { sameJson } from '../../derived/index.ts'
import { derive } from '../derive.ts'
import type { Writes } from '../writes.ts'
import { viewChecks } from './views.ts'

/** Unsearchable messages that are counted at most: one is as good a reason to index again as a thousand. */
const maxUnsearched = 1000

/** Leaves a transaction without keeping what it did. */
class Unkept extends Error {}

interface Piece {
  readonly wrong: number
  /** where to go on (null: that was all) */
  readonly next: number | null
}

/** Checks and repairs that write: each piece is a transaction of its own, so that commits go in between. */
export function doctorWrites(db: Database, writes: Writes) {
  const rowsOf = (table: string) =>
    db.prepare<[number, number], number>(`select row from ${table} where row > ? order by row limit ?`).pluck()
  const threads = rowsOf('threads')
  const discussions = rowsOf('discussions')
  const membersOf = db.prepare<[number], number>('select row from messages where thread = ?').pluck()
  const thread = db.prepare<[number]>('select * from threads where row = ?')
  const hidden = db.prepare<[number], number>('select hidden from messages where thread = ? order by row').pluck()
  const discussion = db.prepare<[number]>('select * from discussions where row = ?')
  const setsOf = db.prepare<[number], { row: number; sums: string | null }>(
    'select row, sums from participant_sets where discussion = ? order by row',
  )
  const leftovers = leftoversOfThreads.map((sql) => db.prepare(sql))
  const repairs = repairOfCounts.map((sql) => db.prepare(sql))

  /** Works rows out again, counts those that come out otherwise, and keeps what came out if asked to. */
  function examine(rows: readonly number[], limit: number, repair: boolean, again: Again): Piece {
    let wrong = 0
    const run = db.transaction(() => {
      writes.begin()
      const before = rows.map(again.state)
      for (const row of rows) again.touch(row)
      derive(writes)
      wrong = rows.filter((row, i) => !sameJson(before[i], again.state(row))).length
      if (!repair || wrong === 0) throw new Unkept()
    })
    try {
      run.immediate()
    } catch (thrown) {
      writes.rolledBack()
      if (!(thrown instanceof Unkept)) throw thrown
    }
    return { wrong, next: rows.length < limit ? null : (rows.at(-1) ?? null) }
  }

  const threadAgain: Again = {
    state: (row) => [thread.get(row), hidden.all(row)],
    touch(row) {
      writes.touched.threads.add(row)
      for (const member of membersOf.all(row)) writes.touched.message(member)
    },
  }
  const discussionAgain: Again = {
    state: (row) => [discussion.get(row), setsOf.all(row)],
    touch(row) {
      writes.regrouped.add(row)
      for (const set of setsOf.all(row)) writes.sets.recount(set.row)
    },
  }

  return {
    examineThreads: (after: number, limit: number, repair: boolean): Piece =>
      examine(threads.all(after, limit), limit, repair, threadAgain),
    examineDiscussions: (after: number, limit: number, repair: boolean): Piece =>
      examine(discussions.all(after, limit), limit, repair, discussionAgain),
    examineViews: viewChecks(db),
    /** what is left of threads that are gone: where Message-IDs led to them */
    tidyThreads(): void {
      db.transaction(() => {
        for (const statement of leftovers) statement.run()
      }).immediate()
    },
    repairCounts(): void {
      db.transaction(() => {
        for (const statement of repairs) statement.run()
      }).immediate()
    },
    unsearched: (): number => writes.search.missing(maxUnsearched),
  }
}

interface Again {
  /** what of a row is derived */
  readonly state: (row: number) => unknown
  /** has it derived again */
  readonly touch: (row: number) => void
}

const leftoversOfThreads = [
  'delete from thread_merges where into_thread not in (select row from threads)',
  `delete from thread_refs where thread not in (select row from threads)
   and thread not in (select thread from thread_merges)`,
]

const repairOfCounts = [
  `update memberships set unread = (select flags & 1 = 0 from messages where row = memberships.message),
   importance = (select importance from messages where row = memberships.message)`,
  `update message_tags set
   (unread, importance, hidden) = (select flags & 1 = 0, importance, hidden from messages where row = message_tags.message)`,
  `update mailboxes set
   total = (select count(*) from memberships s where s.mailbox = mailboxes.row),
   unread = (select count(*) from memberships s where s.mailbox = mailboxes.row and s.unread = 1)`,
  'delete from tag_counts',
  `insert into tag_counts (tag, messages, unread)
   select tag, count(*), sum(unread) from message_tags where hidden = 0 group by tag`,
  ...['thread', 'discussion'].flatMap((of) => [
    `delete from ${of}_levels`,
    `insert into ${of}_levels (view, unread, importance, count)
     select view, unread, importance, count(*) from ${of}_views group by view, unread, importance`,
  ]),
]
