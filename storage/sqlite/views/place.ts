import type { Database } from 'better-sqlite3'
import { levelWrites } from './levels.ts'
import type { Placing, ViewTable } from './placing.ts'

/**
 * Keeps the rows of a table of views in step. `place` takes away what does not stand any more, `flush` adds what is new once
 * everything was placed: a message that goes from one thread to another takes its place in the views along.
 */
export function placer(db: Database, table: ViewTable) {
  const levels = levelWrites(db, table)
  const owner = table === 'thread_views' ? 'thread' : 'discussion'
  const add = db.prepare<[number, number, number, number, number]>(
    `insert or replace into ${table} (view, unread, importance, last, ${owner}) values (?, ?, ?, ?, ?)`,
  )
  const drop = db.prepare<[number, number, number, number, number]>(
    `delete from ${table} where view = ? and unread = ? and importance = ? and last = ? and ${owner} = ?`,
  )
  let coming: { view: number; row: number; placing: Placing }[] = []

  return {
    /** at the start of a commit */
    begin(): void {
      coming = []
      levels.begin()
    },
    place(row: number, before: Placing, after: Placing): void {
      const stays =
        before.importance === after.importance && before.last === after.last && before.unread === after.unread
      for (const view of before.views) {
        if (before.last === 0 || (stays && after.views.includes(view))) continue
        drop.run(view, before.unread ? 1 : 0, before.importance, before.last, row)
        levels.moved(view, before, -1)
      }
      for (const view of after.views) {
        if (after.last === 0 || (stays && before.views.includes(view))) continue
        coming.push({ view, row, placing: after })
        levels.moved(view, after, 1)
      }
    },
    flush(): void {
      for (const { view, row, placing } of coming) {
        add.run(view, placing.unread ? 1 : 0, placing.importance, placing.last, row)
      }
      coming = []
      levels.apply()
    },
  }
}
