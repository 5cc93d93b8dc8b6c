import type { Database } from 'better-sqlite3'
import { type Interned, type StoredId, storeId } from '../interned/index.ts'
import { type Facts, numbersIn } from '../messages/index.ts'
import type { Touched } from '../touched.ts'
import type { MailboxPlace } from '../views/index.ts'
import { type Placing, placer, viewsOf } from '../views/index.ts'
import { type ThreadMoved, threadsInSets } from './in-sets.ts'
import { isFlagged, type Member, sumUp, type ThreadSums } from './sum-up.ts'

interface ThreadRow extends ThreadSums {
  readonly tags: string | null
  readonly views: string
  readonly sets: string
}

interface Parts {
  readonly touched: Touched
  readonly interned: Interned
  readonly mailboxOf: (row: number) => MailboxPlace | undefined
  readonly threadMoved: ThreadMoved
}

const columns = [
  'first',
  'last',
  'count',
  'unread',
  'flagged',
  'attachments',
  'importance',
  'technic',
  'context',
  'comportment',
  'overall',
  'people',
  'tags',
  'views',
  'sets',
] as const satisfies readonly (keyof ThreadRow)[]

const nothing: ThreadRow = {
  first: 0,
  last: 0,
  count: 0,
  unread: 0,
  flagged: 0,
  attachments: 0,
  importance: 0,
  technic: null,
  context: null,
  comportment: null,
  overall: null,
  people: null,
  tags: null,
  views: '[]',
  sets: '[]',
}
const nowhere: Placing = { views: [], importance: 0, last: 0, unread: false }

/**
 * Threads and what is derived from their messages. A thread is summed up over its messages outside junk and trash, or
 * over all when there are none. It stands in every view that one of its messages is in, at the place of its newest
 * message wherever that one is (an answer that was sent lifts the thread in the inbox).
 */
export function threadWrites(db: Database, { touched, interned, mailboxOf, threadMoved }: Parts) {
  const find = db.prepare<[StoredId], number>('select row from threads where id = ?').pluck()
  const insert = db.prepare<[StoredId]>('insert into threads (id) values (?)')
  const remove = db.prepare<[number]>('delete from threads where row = ?')
  const read = db.prepare<[number], ThreadRow>(`select ${columns.join(', ')} from threads where row = ?`)
  const members = db.prepare<[number], Member>(
    `select row, flags, hidden, attachment_count, importance, technic, context, comportment, overall, sender, list_key,
     participant_set from messages where thread = ? order by row`,
  )
  const mailboxesOf = db
    .prepare<[number], number>(
      'select distinct s.mailbox from messages m join memberships s on s.message = m.row where m.thread = ?',
    )
    .pluck()
  const tagsOf = db
    .prepare<[number, number], number>(
      `select distinct g.tag from messages m join message_tags g on g.message = m.row
       where m.thread = ? and m.hidden = ? order by g.tag`,
    )
    .pluck()
  const update = db.prepare<unknown[]>(
    `update threads set ${columns.map((name) => `${name} = ?`).join(', ')} where row = ?`,
  )
  const putRef = db.prepare<[StoredId, number]>('insert or replace into thread_refs (ref, thread) values (?, ?)')
  const merged = db.prepare<[number, number]>('insert into thread_merges (thread, into_thread) values (?, ?)')
  const mergedAgain = db.prepare<[number, number]>('update thread_merges set into_thread = ? where into_thread = ?')
  const moveMessages = db.prepare<[number, number]>('update messages set thread = ? where thread = ?')
  const views = placer(db, 'thread_views')
  const sets = threadsInSets(db, threadMoved)
  /** rows that this commit has made: there is nothing in them yet */
  const added = new Set<number>()

  function rowOf(id: string): number {
    const stored = storeId(id)
    const row = find.get(stored)
    if (row !== undefined) return row
    const made = Number(insert.run(stored).lastInsertRowid)
    touched.threads.add(made)
    added.add(made)
    return made
  }

  function forget(row: number, before = read.get(row)): void {
    if (before === undefined) return
    added.delete(row)
    views.place(row, placingOf(before), nowhere)
    sets.place(row, numbersIn(before.sets), [])
    remove.run(row)
  }

  /** Of all members; those that this commit has looked at are not read again. */
  function mailboxRows(row: number, all: readonly Member[], known: ReadonlyMap<number, Facts>): Iterable<number> {
    const facts = all.flatMap((member) => known.get(member.row) ?? [])
    if (facts.length < all.length) return mailboxesOf.all(row)
    return new Set(facts.flatMap((each) => each.mailboxes))
  }

  function tagRows(row: number, shown: readonly Member[], known: ReadonlyMap<number, Facts>): number[] {
    const facts = shown.flatMap((member) => known.get(member.row) ?? [])
    if (facts.length < shown.length) return tagsOf.all(row, shown[0]?.hidden ?? 0)
    return [...new Set(facts.flatMap((each) => each.tags))].sort((a, b) => a - b)
  }

  function derive(row: number, known: ReadonlyMap<number, Facts>): void {
    const before = added.has(row) ? nothing : read.get(row)
    if (before === undefined) return
    const all = members.all(row)
    if (all.length === 0) {
      forget(row, before)
      return
    }
    const visible = all.filter((member) => member.hidden === 0)
    const shown = visible.length > 0 ? visible : all
    const tags = tagRows(row, shown, known)
    const lists = visible.flatMap((member) => member.list_key ?? [])
    const standing = viewsOf({
      mailboxes: [...mailboxRows(row, all, known)].flatMap((mailbox) => mailboxOf(mailbox) ?? []),
      visible: visible.length > 0,
      starred: visible.some(isFlagged),
      names: visible.length > 0 ? [...tags, ...lists] : [],
    })
    const after: ThreadRow = {
      ...sumUp(shown, interned.person),
      tags: tags.length === 0 ? null : JSON.stringify(tags),
      views: JSON.stringify(standing),
      sets: JSON.stringify(sets.place(row, numbersIn(before.sets), all)),
    }
    views.place(row, placingOf(before), placingOf(after))
    if (columns.some((name) => before[name] !== after[name])) update.run(...columns.map((name) => after[name]), row)
  }

  return {
    find: (id: string): number | undefined => find.get(storeId(id)),
    /** at the start of a commit */
    begin(): void {
      views.begin()
      sets.begin()
      added.clear()
    },
    rowOf,
    putRef: (ref: string, threadId: string): void => {
      const row = rowOf(threadId)
      touched.threads.add(row)
      putRef.run(storeId(ref), row)
    },
    merge(from: string, into: string): void {
      const source = find.get(storeId(from))
      if (source === undefined || from === into) return
      const goal = rowOf(into)
      moveMessages.run(goal, source)
      mergedAgain.run(goal, source)
      merged.run(source, goal)
      forget(source)
      touched.threads.delete(source)
      touched.threads.add(goal)
    },
    /**
     * brings the thread's row and views in step with its messages; a thread without any goes. `known`: what messages are
     * now, as far as this commit has looked
     */
    derive,
    /** after all threads were derived */
    flush(): void {
      views.flush()
      sets.flush()
    },
  }
}

function placingOf({ views, importance, last, unread }: ThreadRow): Placing {
  return { views: numbersIn(views), importance, last, unread: unread > 0 }
}
