import type { Database } from 'better-sqlite3'
import { importanceOf, lowestOf } from '../../derived/index.ts'
import { type StoredId, storeId } from '../interned/index.ts'
import { numbersIn } from '../messages/index.ts'
import type { MailboxPlace } from '../views/index.ts'
import { type Placing, placer, viewsOf } from '../views/index.ts'
import type { SetsChanged } from './sets.ts'
import { addSide, bump, emptySums, packSums, type Sums, shownOf, unpackSums } from './sums.ts'

/** How many addresses stand in the row of a discussion: as many as lists show. */
const namedAddresses = 8

interface SetRow {
  readonly addresses: string
  readonly list_id: string | null
  readonly circular_by: number | null
  readonly thread_id: string | null
  readonly sums: string | null
}

interface DiscussionRow {
  readonly last: number
  readonly unread: number
  readonly importance: number
  readonly threads: number
  readonly sums: string | null
  readonly views: string
}

interface Summed {
  readonly sums: Sums
  readonly threads: number
  /** as they are kept: null when they are those of the one set */
  readonly stored: string | null
}

/** Discussions: sums over their participant sets, never over the messages themselves. */
export function discussionWrites(db: Database, mailboxOf: (row: number) => MailboxPlace | undefined) {
  const find = db.prepare<[StoredId], number>('select row from discussions where id = ?').pluck()
  const insert = db.prepare<[StoredId]>('insert into discussions (id) values (?)')
  const remove = db.prepare<[number]>('delete from discussions where row = ?')
  const read = db.prepare<[number], DiscussionRow>(
    'select last, unread, importance, threads, sums, views from discussions where row = ?',
  )
  const setsOf = db.prepare<[number], SetRow>(
    `select addresses, list_id, circular_by, thread_id, sums from participant_sets where discussion = ? order by id`,
  )
  const countThreads = db
    .prepare<[number, number], number>(
      `select count(distinct t.thread) from participant_sets p join set_threads t on t.participant_set = p.row
       where p.discussion = ? and t.hidden = ?`,
    )
    .pluck()
  const update = db.prepare<[number, number, number, number, string | null, string, number]>(
    `update discussions set last = ?, unread = ?, importance = ?, threads = ?, sums = ?, views = ? where row = ?`,
  )
  const describe = db.prepare<[string, number, string | null, number, number, number]>(
    `update discussions set people = ?, people_count = ?, list_id = ?, circular = ?, by_hand = ? where row = ?`,
  )
  const { begin, place, flush } = placer(db, 'discussion_views')

  function standing({ visible, hidden, mailboxes }: Sums): Placing {
    const shown = shownOf({ visible, hidden })
    const views = viewsOf({
      mailboxes: [...mailboxes.keys()].flatMap((row) => mailboxOf(row) ?? []),
      visible: visible.count > 0,
      starred: visible.flagged > 0,
      names: visible.names.keys(),
    })
    return { views, importance: importanceOf(shown.levels), last: shown.last, unread: shown.unread > 0 }
  }

  /** `changed`: what became of its sets; null: sets came or went */
  function derive(row: number, changed: SetsChanged | null): void {
    const before = read.get(row)
    if (before === undefined) return
    const placed: Placing = { ...before, views: numbersIn(before.views), unread: before.unread === 1 }
    // no sums of its own: there is but one set
    if (changed !== null && before.sums === null) {
      write(row, placed, { sums: changed.sums, threads: shownOf(changed.sums).threads, stored: null })
      return
    }
    const sets = setsOf.all(row)
    if (sets.length === 0) {
      place(row, placed, nowhere)
      remove.run(row)
      return
    }
    if (changed === null) describeBy(row, sets)
    const sums = together(sets)
    const shown = shownOf(sums)
    const recount = changed === null || changed.threads || shown.count === 0
    const counted = recount ? (countThreads.get(row, shown === sums.visible ? 0 : 1) ?? 0) : before.threads
    write(row, placed, {
      sums,
      threads: sets.length === 1 ? shown.threads : counted,
      stored: sets.length === 1 ? null : packSums(sums),
    })
  }

  function write(row: number, placed: Placing, { sums, threads, stored }: Summed): void {
    const now = standing(sums)
    place(row, placed, now)
    update.run(now.last, now.unread ? 1 : 0, now.importance, threads, stored, JSON.stringify(now.views), row)
  }

  function describeBy(row: number, sets: readonly SetRow[]): void {
    const addresses = new Set(sets.flatMap((set) => numbersIn(set.addresses)))
    const listId = sets.find((set) => set.list_id !== null)?.list_id ?? null
    const circular = sets.some((set) => set.circular_by !== null)
    const byHand = sets.some((set) => set.thread_id !== null)
    const named = [...addresses].slice(0, namedAddresses)
    describe.run(JSON.stringify(named), addresses.size, listId, circular ? 1 : 0, byHand ? 1 : 0, row)
  }

  return {
    /** at the start of a commit */
    begin,
    rowOf: (id: string): number => find.get(storeId(id)) ?? Number(insert.run(storeId(id)).lastInsertRowid),
    /** brings a discussion in step with the sums of its sets; one without sets goes */
    derive,
    /** after all were derived */
    flush,
  }
}

const nowhere: Placing = { views: [], importance: 0, last: 0, unread: false }

function together(sets: readonly SetRow[]): Sums {
  const [only] = sets
  if (only !== undefined && sets.length === 1) return unpackSums(only.sums)
  const all = emptySums()
  for (const { sums } of sets) {
    if (sums === null || sums === '') continue
    const { visible, hidden, mailboxes } = unpackSums(sums)
    addSide(all.visible, visible, lowestOf)
    addSide(all.hidden, hidden, lowestOf)
    for (const [mailbox, count] of mailboxes) bump(all.mailboxes, mailbox, count)
  }
  return all
}
