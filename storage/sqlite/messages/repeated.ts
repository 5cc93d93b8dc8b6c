import type { Database } from 'better-sqlite3'
import type { Touched } from '../touched.ts'
import { flagBits, pendingState } from './flags.ts'

interface Repeated {
  readonly flags: number
  readonly importance: number
  readonly body_state: number
}

/** Tables that hold the row of a message, by the name of the column. */
const referring = ['memberships.message', 'remote.message', 'message_tags.message', 'features.message', 'messages.row']

/** What other tables repeat of a message, so that their lists are read from one index each. */
export function repeatedWrites(db: Database, touched: Touched) {
  const moves = referring.map((column) => {
    const [table, name] = column.split('.')
    return db.prepare<[number, number]>(`update ${table} set ${name} = ? where ${name} = ?`)
  })
  const places = db.prepare<[number], { mailbox: number; unread: number }>(
    'select mailbox, unread from memberships where message = ?',
  )
  const each = (sql: string) => ['memberships', 'message_tags'].map((table) => db.prepare(`update ${table} ${sql}`))
  const setUnread = each('set unread = ? where message = ?')
  const setImportance = each('set importance = ? where message = ?')
  const setPending = db.prepare<[number, number]>('update remote set pending = ? where message = ?')
  const setHidden = db.prepare<[number, number]>('update message_tags set hidden = ? where message = ?')
  const dropMemberships = db.prepare<[number]>('delete from memberships where message = ?')
  const dropRemote = db.prepare<[number]>('delete from remote where message = ?')
  const dropTags = db.prepare<[number]>('delete from message_tags where message = ?')

  return {
    /** before anything else is done in the new row */
    move(from: number, to: number): void {
      for (const statement of moves) statement.run(to, from)
    },
    update(row: number, before: Repeated, after: Repeated): void {
      if (((before.flags ^ after.flags) & flagBits.seen) !== 0) {
        const unread = (after.flags & flagBits.seen) === 0 ? 1 : 0
        for (const place of places.all(row)) touched.count(place.mailbox, 0, unread - place.unread)
        for (const statement of setUnread) statement.run(unread, row)
      }
      if (before.importance !== after.importance) {
        for (const statement of setImportance) statement.run(after.importance, row)
      }
      const pending = after.body_state === pendingState
      if (pending !== (before.body_state === pendingState)) setPending.run(pending ? 1 : 0, row)
    },
    hide(row: number, hidden: boolean): void {
      setHidden.run(hidden ? 1 : 0, row)
    },
    remove(row: number): void {
      for (const { mailbox, unread } of places.all(row)) touched.count(mailbox, -1, -unread)
      dropMemberships.run(row)
      dropRemote.run(row)
      dropTags.run(row)
    },
  }
}
