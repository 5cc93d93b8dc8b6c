import type { Database } from 'better-sqlite3'
import type { Placing, ViewTable } from './placing.ts'

/** The table that counts what stands in a table of views. */
export function levelTable(table: ViewTable): 'thread_levels' | 'discussion_levels' {
  return table === 'thread_views' ? 'thread_levels' : 'discussion_levels'
}

/** How many stand at each level of importance of each view; added up over a commit, then written. */
export function levelWrites(db: Database, table: ViewTable) {
  const counts = levelTable(table)
  const add = db.prepare<[number, number, number, number]>(
    `insert into ${counts} (view, unread, importance, count) values (?, ?, ?, ?)
     on conflict do update set count = count + excluded.count`,
  )
  const changes = new Map<string, { view: number; unread: number; importance: number; by: number }>()

  return {
    /** at the start of a commit */
    begin: (): void => changes.clear(),
    moved(view: number, { importance, unread }: Placing, by: 1 | -1): void {
      const key = `${view} ${importance} ${unread}`
      const change = changes.get(key)
      if (change === undefined) changes.set(key, { view, importance, unread: unread ? 1 : 0, by })
      else change.by += by
    },
    apply(): void {
      for (const { view, unread, importance, by } of changes.values()) {
        if (by !== 0) add.run(view, unread, importance, by)
      }
    },
  }
}
