import type { Database } from 'better-sqlite3'
import type { Mailbox } from '../../../core/defs/index.ts'
import { flagBits, type MessagePlace, type MessageWrites } from '../messages/index.ts'
import type { Touched } from '../touched.ts'

export interface MailboxPlace {
  readonly row: number
  readonly id: string
  readonly role: string | null
}

/** Which messages stand in which mailbox, and the counts of that. */
export function mailboxWrites(db: Database, touched: Touched) {
  const find = db.prepare<[string], MailboxPlace>('select row, id, role from mailboxes where id = ?')
  const every = db.prepare<[], MailboxPlace>('select row, id, role from mailboxes')
  const ofAccount = db.prepare<[string], string>('select id from mailboxes where account = ?').pluck()
  const insert = db.prepare<[string, string, string | null]>(
    'insert into mailboxes (id, account, role) values (?, ?, ?)',
  )
  const update = db.prepare<[string, string | null, number]>('update mailboxes set account = ?, role = ? where row = ?')
  const remove = db.prepare<[number]>('delete from mailboxes where row = ?')
  const messagesIn = db.prepare<[number], { row: number; thread: number }>(
    'select m.row, m.thread from memberships s join messages m on m.row = s.message where s.mailbox = ?',
  )
  const nowhere = db
    .prepare<[number], number>('select not exists (select 1 from memberships where message = ?)')
    .pluck()
  const add = db.prepare<[number, number, number]>(
    'insert or ignore into memberships (mailbox, message, unread) values (?, ?, ?)',
  )
  const drop = db.prepare<[number, number]>('delete from memberships where mailbox = ? and message = ?')
  const empty = db.prepare<[number]>('delete from memberships where mailbox = ?')
  const clearRemote = db.prepare<[number]>('delete from remote where mailbox = ?')
  const count = db.prepare<[number, number, number]>(
    'update mailboxes set total = total + ?, unread = unread + ? where row = ?',
  )
  let places: Map<number, MailboxPlace> | null = null

  const isUnread = (message: MessagePlace): number => ((message.flags & flagBits.seen) === 0 ? 1 : 0)

  return {
    find: (id: string): MailboxPlace | undefined => find.get(id),
    /** at the start of a commit: what was remembered may have been rolled back */
    begin(): void {
      places = null
    },
    place(row: number): MailboxPlace | undefined {
      places ??= new Map(every.all().map((mailbox) => [mailbox.row, mailbox]))
      return places.get(row)
    },
    /** follows a record that was put; a new role moves its messages to other views */
    put(mailbox: Mailbox): void {
      const before = find.get(mailbox.id)
      places = null
      if (before === undefined) {
        insert.run(mailbox.id, mailbox.accountId, mailbox.role)
        return
      }
      update.run(mailbox.accountId, mailbox.role, before.row)
      if (before.role === mailbox.role) return
      for (const { row, thread } of messagesIn.all(before.row)) touched.message(row, thread)
    },
    ofAccount: (accountId: string): string[] => ofAccount.all(accountId),
    /** what stood nowhere else goes with the mailbox */
    remove(id: string, messages: MessageWrites): void {
      const mailbox = find.get(id)
      if (mailbox === undefined) return
      const held = messagesIn.all(mailbox.row)
      empty.run(mailbox.row)
      clearRemote.run(mailbox.row)
      remove.run(mailbox.row)
      places = null
      for (const { row, thread } of held) {
        if (nowhere.get(row) === 1) messages.removeRow(row)
        else touched.message(row, thread)
      }
      touched.forgetCounts(mailbox.row)
    },
    addMessage(mailbox: number, message: MessagePlace): void {
      if (add.run(mailbox, message.row, isUnread(message)).changes === 0) return
      touched.count(mailbox, 1, isUnread(message))
      touched.message(message.row, message.thread)
    },
    removeMessage(mailbox: number, message: MessagePlace): void {
      if (drop.run(mailbox, message.row).changes === 0) return
      touched.count(mailbox, -1, -isUnread(message))
      touched.message(message.row, message.thread)
    },
    applyCounts(): void {
      for (const [mailbox, change] of touched.counts()) {
        if (change.total !== 0 || change.unread !== 0) count.run(change.total, change.unread, mailbox)
      }
    },
  }
}
