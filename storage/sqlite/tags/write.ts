import type { Database } from 'better-sqlite3'
import type { Interned } from '../interned/index.ts'
import { type Facts, flagBits, type MessagePlace } from '../messages/index.ts'
import type { Touched } from '../touched.ts'

/** Which messages carry which tags, and the counts of that; part of the commit's transaction. */
export function tagWrites(db: Database, touched: Touched, interned: Interned) {
  const has = db.prepare<[number, number], number>('select 1 from message_tags where tag = ? and message = ?').pluck()
  const add = db.prepare<[number, number, number, number, number]>(
    'insert into message_tags (tag, message, hidden, unread, importance) values (?, ?, ?, ?, ?)',
  )
  const drop = db.prepare<[number, number]>('delete from message_tags where tag = ? and message = ?')
  const tagged = db.prepare<[number], number>('select message from message_tags where tag = ?').pluck()
  const dropAll = db.prepare<[number]>('delete from message_tags where tag = ?')
  const count = db.prepare<[number, number, number]>(
    `insert into tag_counts (tag, messages, unread) values (?, ?, ?)
     on conflict do update set messages = messages + excluded.messages, unread = unread + excluded.unread`,
  )
  const counts = new Map<number, { messages: number; unread: number }>()

  const tagRow = (tagId: string): number => interned.nameRow(`tag:${tagId}`)

  function bump(facts: Facts | null, by: 1 | -1): void {
    if (facts === null || facts.hidden) return
    for (const tag of facts.tags) {
      const sum = counts.get(tag) ?? { messages: 0, unread: 0 }
      counts.set(tag, { messages: sum.messages + by, unread: sum.unread + (facts.unread ? by : 0) })
    }
  }

  return {
    /** at the start of a commit */
    begin: (): void => counts.clear(),
    /** `hidden`: whether the message lies in junk and trash only, as it is known now */
    add(message: MessagePlace, tagId: string): void {
      const tag = tagRow(tagId)
      if (has.get(tag, message.row) === 1) return
      touched.message(message.row)
      const unread = (message.flags & flagBits.seen) === 0 ? 1 : 0
      add.run(tag, message.row, message.hidden, unread, message.importance)
    },
    remove(message: MessagePlace, tagId: string): void {
      const tag = tagRow(tagId)
      if (has.get(tag, message.row) !== 1) return
      touched.message(message.row)
      drop.run(tag, message.row)
    },
    /** the tag is gone: takes it off everything */
    forget(tagId: string): void {
      const tag = tagRow(tagId)
      for (const row of tagged.all(tag)) touched.message(row)
      dropAll.run(tag)
    },
    /** a message gave this to counts before the commit, and gives that now */
    change(before: Facts | null, after: Facts | null): void {
      bump(before, -1)
      bump(after, 1)
    },
    applyCounts(): void {
      for (const [tag, { messages, unread }] of counts)
        if (messages !== 0 || unread !== 0) count.run(tag, messages, unread)
    },
  }
}
