import type { Database } from 'better-sqlite3'
import type { Mailbox } from '../../../core/defs/index.ts'
import type { Interned } from '../interned/index.ts'
import { flagBits, type MessagePlace, type MessageWrites } from '../messages/index.ts'
import type { Touched } from '../touched.ts'
import { mailboxPlaces } from './places.ts'

/** Which messages stand in which mailbox, and the counts of that. */
export function mailboxWrites(db: Database, touched: Touched, interned: Interned) {
  const places = mailboxPlaces(db, interned)
  const ofAccount = db.prepare<[string], string>('select id from mailboxes where account = ?').pluck()
  const insert = db.prepare<[string, string, string | null]>(
    'insert into mailboxes (id, account, role) values (?, ?, ?)',
  )
  const update = db.prepare<[string, string | null, number]>('update mailboxes set account = ?, role = ? where row = ?')
  const remove = db.prepare<[number]>('delete from mailboxes where row = ?')
  const messagesIn = db.prepare<[number], number>('select message from memberships where mailbox = ?').pluck()
  const nowhere = db
    .prepare<[number], number>('select not exists (select 1 from memberships where message = ?)')
    .pluck()
  const add = db.prepare<[number, number, number, number]>(
    'insert or ignore into memberships (mailbox, message, unread, importance) values (?, ?, ?, ?)',
  )
  const drop = db.prepare<[number, number]>('delete from memberships where mailbox = ? and message = ?')
  const empty = db.prepare<[number]>('delete from memberships where mailbox = ?')
  const clearRemote = db.prepare<[number]>('delete from remote where mailbox = ?')
  const count = db.prepare<[number, number, number]>(
    'update mailboxes set total = total + ?, unread = unread + ? where row = ?',
  )

  const isUnread = (message: MessagePlace): number => ((message.flags & flagBits.seen) === 0 ? 1 : 0)

  return {
    find: places.find,
    place: places.place,
    begin: places.forget,
    /** follows a record that was put; a new role or account moves its messages to other views */
    put(mailbox: Mailbox): void {
      const before = places.find(mailbox.id)
      places.forget()
      if (before === undefined) {
        insert.run(mailbox.id, mailbox.accountId, mailbox.role)
        return
      }
      if (before.role === mailbox.role && before.account === mailbox.accountId) return
      update.run(mailbox.accountId, mailbox.role, before.row)
      for (const row of messagesIn.all(before.row)) touched.replaced(row)
    },
    ofAccount: (accountId: string): string[] => ofAccount.all(accountId),
    /** what stood nowhere else goes with the mailbox */
    remove(id: string, messages: MessageWrites): void {
      const mailbox = places.find(id)
      if (mailbox === undefined) return
      const held = messagesIn.all(mailbox.row)
      for (const row of held) touched.message(row)
      empty.run(mailbox.row)
      clearRemote.run(mailbox.row)
      remove.run(mailbox.row)
      places.forget()
      for (const row of held) if (nowhere.get(row) === 1) messages.removeRow(row)
      touched.forgetCounts(mailbox.row)
    },
    addMessage(mailbox: number, message: MessagePlace): void {
      touched.message(message.row)
      if (add.run(mailbox, message.row, isUnread(message), message.importance).changes === 0) return
      touched.count(mailbox, 1, isUnread(message))
    },
    removeMessage(mailbox: number, message: MessagePlace): void {
      touched.message(message.row)
      if (drop.run(mailbox, message.row).changes === 0) return
      touched.count(mailbox, -1, -isUnread(message))
    },
    applyCounts(): void {
      for (const [mailbox, change] of touched.counts()) {
        if (change.total !== 0 || change.unread !== 0) count.run(change.total, change.unread, mailbox)
      }
    },
  }
}
