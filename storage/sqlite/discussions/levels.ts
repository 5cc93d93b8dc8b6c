import type { Database } from 'better-sqlite3'
import type { Placing } from '../views/index.ts'

/** How many discussions of each view stand at each level of importance; added up over a commit, then written. */
export function levelWrites(db: Database) {
  const add = db.prepare<[number, number, number, number]>(
    `insert into discussion_levels (view, unread, importance, count) values (?, ?, ?, ?)
     on conflict do update set count = count + excluded.count`,
  )
  const changes = new Map<string, { view: number; unread: number; importance: number; by: number }>()

  return {
    begin: (): void => changes.clear(),
    moved(view: number, { importance, unread }: Placing, by: 1 | -1): void {
      const key = `${view} ${importance} ${unread}`
      const change = changes.get(key) ?? { view, importance, unread: unread ? 1 : 0, by: 0 }
      change.by += by
      changes.set(key, change)
    },
    apply(): void {
      for (const { view, unread, importance, by } of changes.values()) {
        if (by !== 0) add.run(view, unread, importance, by)
      }
    },
  }
}
