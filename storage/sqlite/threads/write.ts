import type { Database } from 'better-sqlite3'
import { mailboxRole } from '../../../core/defs/index.ts'
import { bareSubject, latestPeople } from '../../derived/index.ts'
import type { MailboxPlace } from '../mailboxes/index.ts'
import { flagBits } from '../messages/index.ts'
import type { Touched } from '../touched.ts'
import { toPerson } from './rows.ts'
import { allView, roleViews, starredView } from './views.ts'

/** Distinct senders looked at for the people of a thread: more than are shown, since one person has several spellings. */
const maxSenders = 64

interface Member {
  readonly row: number
  readonly flags: number
  readonly hidden: number
  readonly attachments: number
  /** one line a membership; null without any */
  readonly mailbox: number | null
}

interface Shown {
  readonly id: string
  readonly sort_ms: number
  readonly excerpt: string
  readonly subject: string
  readonly sender: string | null
  readonly list_id: string | null
}

/**
 * Threads and what is derived from their messages. A thread is summed up over its messages outside junk and trash, or
 * over all when there are none. It stands in every view that one of its messages is in, at the place of its newest
 * message wherever that one is (an answer that was sent lifts the thread in the inbox).
 */
export function threadWrites(db: Database, touched: Touched, mailboxOf: (row: number) => MailboxPlace | undefined) {
  const find = db.prepare<[string], number>('select row from threads where id = ?').pluck()
  const insert = db.prepare<[string]>('insert into threads (id) values (?)')
  const remove = db.prepare<[number]>('delete from threads where row = ?')
  const members = db.prepare<[number], Member>(
    `select m.row, m.flags, m.hidden, m.attachment_count as attachments, s.mailbox
     from messages m left join memberships s on s.message = m.row where m.thread = ? order by m.row`,
  )
  const shown = db.prepare<[number], Shown>(
    'select id, sort_ms, excerpt, subject, sender, list_id from messages where row = ?',
  )
  const senders = db
    .prepare<[number, number, number], string>(
      `select sender from messages where thread = ? and hidden = ? and sender is not null
       group by sender order by max(row) desc limit ?`,
    )
    .pluck()
  const update = db.prepare(
    `update threads set subject = @subject, people = @people, count = @count, unread = @unread, flagged = @flagged,
     last_ms = @last_ms, last_message = @last_message, last_from = @last_from, excerpt = @excerpt,
     attachments = @attachments, list_id = @list_id, mailboxes = @mailboxes where row = @row`,
  )
  const viewsOf = db.prepare<[number], { view: number; last: number; unread: number }>(
    'select view, last, unread from thread_views where thread = ?',
  )
  const addView = db.prepare<[number, number, number, number]>(
    'insert into thread_views (view, last, thread, unread) values (?, ?, ?, ?)',
  )
  const dropView = db.prepare<[number, number, number]>(
    'delete from thread_views where view = ? and last = ? and thread = ?',
  )
  const dropViews = db.prepare<[number]>('delete from thread_views where thread = ?')
  const putRef = db.prepare<[string, number]>('insert or replace into thread_refs (ref, thread) values (?, ?)')
  const dropRefs = db.prepare<[number]>('delete from thread_refs where thread = ?')
  const moveRefs = db.prepare<[number, number]>('update thread_refs set thread = ? where thread = ?')
  const moveMessages = db.prepare<[number, number]>('update messages set thread = ? where thread = ?')

  function rowOf(id: string): number {
    const row = find.get(id)
    if (row !== undefined) return row
    const made = Number(insert.run(id).lastInsertRowid)
    touched.threads.add(made)
    return made
  }

  function forget(row: number): void {
    dropViews.run(row)
    dropRefs.run(row)
    remove.run(row)
  }

  function placeInViews(row: number, views: ReadonlySet<number>, last: number, unread: number): void {
    const missing = new Set(views)
    for (const old of viewsOf.all(row)) {
      if (views.has(old.view) && old.last === last && old.unread === unread) missing.delete(old.view)
      else dropView.run(old.view, old.last, row)
    }
    for (const view of missing) addView.run(view, last, row, unread)
  }

  function derive(row: number): void {
    const all = members.all(row)
    if (all.length === 0) {
      forget(row)
      return
    }
    const mailboxes = distinct(all.map((member) => member.mailbox)).flatMap((mailbox) => mailboxOf(mailbox) ?? [])
    const visible = all.filter((member) => member.hidden === 0)
    const counted = oncePerRow(visible.length > 0 ? visible : all)
    const first = counted[0]
    const last = counted.at(-1)
    const oldest = first === undefined ? undefined : shown.get(first.row)
    const newest = last === undefined ? undefined : shown.get(last.row)
    if (last === undefined || oldest === undefined || newest === undefined) return
    const unread = counted.filter((member) => (member.flags & flagBits.seen) === 0).length
    const from = toPerson(newest.sender)
    update.run({
      row,
      subject: bareSubject(oldest.subject),
      people: JSON.stringify(latestPeople(senders.all(row, last.hidden, maxSenders).map(toPerson))),
      count: counted.length,
      unread,
      flagged: counted.some(isFlagged) ? 1 : 0,
      last_ms: newest.sort_ms,
      last_message: newest.id,
      last_from: from === null ? null : JSON.stringify(from),
      excerpt: newest.excerpt,
      attachments: counted.reduce((sum, member) => sum + member.attachments, 0),
      list_id: newest.list_id,
      mailboxes: JSON.stringify(mailboxes.map((mailbox) => mailbox.id).sort()),
    })
    placeInViews(row, viewsFor(mailboxes, visible), last.row, unread > 0 ? 1 : 0)
  }

  return {
    find: (id: string): number | undefined => find.get(id),
    rowOf,
    putRef: (ref: string, threadId: string): void => {
      const row = rowOf(threadId)
      touched.threads.add(row)
      putRef.run(ref, row)
    },
    merge(from: string, into: string): void {
      const source = find.get(from)
      if (source === undefined || from === into) return
      const goal = rowOf(into)
      moveMessages.run(goal, source)
      moveRefs.run(goal, source)
      forget(source)
      touched.threads.delete(source)
      touched.threads.add(goal)
    },
    /** brings the thread's row and views in step with its messages; a thread without any goes */
    derive,
  }
}

function viewsFor(mailboxes: readonly MailboxPlace[], visible: readonly Member[]): Set<number> {
  const views = new Set(mailboxes.map((mailbox) => mailbox.row))
  for (const { role } of mailboxes) {
    const known = mailboxRole.safeParse(role)
    if (known.success) views.add(roleViews[known.data])
  }
  if (visible.length > 0) views.add(allView)
  if (visible.some(isFlagged)) views.add(starredView)
  return views
}

function isFlagged(member: Member): boolean {
  return (member.flags & flagBits.flagged) !== 0
}

function oncePerRow(members: readonly Member[]): Member[] {
  return members.filter((member, i) => member.row !== members[i - 1]?.row)
}

function distinct(values: readonly (number | null)[]): number[] {
  return [...new Set(values)].filter((value) => value !== null)
}
