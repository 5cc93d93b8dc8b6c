import type { Database } from 'better-sqlite3'
import type { ParticipantSet, PrivacyIndex } from '../../../core/defs/index.ts'
import { lowestOf } from '../../derived/index.ts'
import { type Interned, Remembered, type StoredId, storeId } from '../interned/index.ts'
import type { Facts } from '../messages/index.ts'
import { recounts } from './recount.ts'
import { addFacts, packSums, type Side, type Sums, unpackSums } from './sums.ts'

interface SetRow {
  readonly row: number
  readonly discussion: number | null
  readonly addresses: string
}

/** A set whose sums change in this commit. */
interface Changing {
  readonly discussion: number | null
  readonly sums: Sums
  /** as they stand in the database */
  readonly before: string
  /** sides whose lowest scores, whose newest message have to be looked up */
  readonly staleLow: Set<Side>
  readonly staleLast: Set<Side>
  threadsChanged: boolean
}

/** What of a discussion changes with its sets. */
export interface SetsChanged {
  /** threads came or went */
  readonly threads: boolean
  /** of one of the sets */
  readonly sums: Sums
}

/** Participant sets and the sums over their messages, kept as the commits go by. */
export function setWrites(db: Database, interned: Interned) {
  const find = db.prepare<[StoredId], SetRow>('select row, discussion, addresses from participant_sets where id = ?')
  const insert = db.prepare<[StoredId]>('insert into participant_sets (id) values (?)')
  const update = db.prepare<[number, string, string | null, number | null, string | null, number]>(
    `update participant_sets set discussion = ?, addresses = ?, list_id = ?, circular_by = ?, thread_id = ?
     where row = ?`,
  )
  const isNamed = db
    .prepare<[StoredId], number>(
      'select 1 from messages where participant_set = (select row from participant_sets where id = ?) limit 1',
    )
    .pluck()
  const remove = db.prepare<[StoredId]>('delete from participant_sets where id = ?')
  const addAddress = db.prepare<[number, number]>(
    'insert or ignore into set_addresses (address, participant_set) values (?, ?)',
  )
  const dropAddress = db.prepare<[number, number]>(
    'delete from set_addresses where address = ? and participant_set = ?',
  )
  const readSums = db.prepare<[number], { discussion: number | null; sums: string | null }>(
    'select discussion, sums from participant_sets where row = ?',
  )
  const writeSums = db.prepare<[string, number]>('update participant_sets set sums = ? where row = ?')
  const newest = db
    .prepare<[number, number], number | null>(
      'select max(row) from messages indexed by messages_by_set where participant_set = ? and hidden = ?',
    )
    .pluck()
  const lowest = db.prepare<[number, number], { [F in keyof PrivacyIndex]: number | null }>(
    `select min(technic) as technic, min(context) as context, min(comportment) as comportment, min(overall) as overall
     from messages indexed by messages_by_set where participant_set = ? and hidden = ?`,
  )
  const recountOf = recounts(db)
  const changing = new Map<number, Changing>()
  /** rows by id: sets are never deleted */
  const rows = new Remembered<string, number>()
  /** those that this commit has made because messages name them */
  const unknown = new Set<string>()

  function add(id: string): number {
    unknown.add(id)
    return Number(insert.run(storeId(id)).lastInsertRowid)
  }

  function changed(row: number): Changing {
    const known = changing.get(row)
    if (known !== undefined) return known
    const found = readSums.get(row)
    const made = {
      discussion: found?.discussion ?? null,
      sums: unpackSums(found?.sums ?? null),
      before: found?.sums ?? '',
      staleLow: new Set<Side>(),
      staleLast: new Set<Side>(),
      threadsChanged: false,
    }
    changing.set(row, made)
    return made
  }

  function addMessage(facts: Facts, by: 1 | -1): void {
    const { sums, staleLow, staleLast } = changed(facts.set)
    const side = facts.hidden ? sums.hidden : sums.visible
    addFacts(sums, facts, by)
    if (by === 1) side.last = Math.max(side.last, facts.row)
    else if (facts.row >= side.last) staleLast.add(side)
    if (facts.scores === null) return
    if (by === 1) side.low = lowestOf([...(side.low === null ? [] : [side.low]), facts.scores])
    else if (side.low === null || touches(side.low, facts.scores)) staleLow.add(side)
  }

  function lookUpLowest(row: number, side: Side, hidden: 0 | 1): void {
    const found = lowest.get(row, hidden)
    if (found === undefined || found.overall === null) side.low = null
    else {
      const { technic, context, comportment, overall } = found
      side.low = { technic: technic ?? 0, context: context ?? 0, comportment: comportment ?? 0, overall }
    }
  }

  return {
    /** at the start of a commit */
    begin(): void {
      changing.clear()
      unknown.clear()
    },
    /** row of a set, which is still to be put if it is new */
    rowOf: (id: string): number => rows.get(id, () => find.get(storeId(id))?.row ?? add(id)),
    /** a set that messages name and that was not put; null if there is none */
    unknown(): string | null {
      for (const id of unknown) {
        if (isNamed.get(storeId(id)) === 1) return id
        remove.run(storeId(id))
        rows.forget()
      }
      return null
    },
    rolledBack: (): void => rows.forget(),
    /** answers the row, and the discussion that it was in before (null: it is new) */
    put(set: ParticipantSet, discussion: number): { row: number; before: number | null } {
      const known = find.get(storeId(set.id))
      const row = known?.row ?? add(set.id)
      unknown.delete(set.id)
      const addresses = JSON.stringify(set.addresses.map((address) => interned.addressRow(address)))
      const circularBy = set.circularBy === null ? null : interned.addressRow(set.circularBy)
      update.run(discussion, addresses, set.listId, circularBy, set.threadId, row)
      if (known?.addresses !== addresses) {
        for (const address of numbers(known?.addresses ?? '[]')) dropAddress.run(address, row)
        for (const address of numbers(addresses)) addAddress.run(address, row)
      }
      return { row, before: known?.discussion ?? null }
    },
    /** a message gave this to sums before the commit, and gives that now */
    change(before: Facts | null, after: Facts | null): void {
      if (before !== null && after !== null && before.set === after.set && sameScores(before, after)) {
        // the lowest scores stay what they are: a flag is no reason to look them up
        const { sums } = changed(after.set)
        addFacts(sums, before, -1)
        addFacts(sums, after, 1)
        return
      }
      if (after !== null && after.set !== 0) addMessage(after, 1)
      if (before !== null && before.set !== 0) addMessage(before, -1)
    },
    /** works the sums out from the messages, whatever was kept */
    recount(row: number): void {
      const known = changed(row)
      const sums = recountOf(row)
      const both = new Set([sums.visible, sums.hidden])
      changing.set(row, { ...known, sums, staleLow: both, staleLast: both, threadsChanged: true })
    },
    /** a thread comes into a set (1) or leaves it (-1) */
    changeThreads(row: number, hidden: boolean, by: 1 | -1): void {
      const change = changed(row)
      const side = hidden ? change.sums.hidden : change.sums.visible
      side.threads += by
      change.threadsChanged = true
    },
    /** writes the sums; answers what that means for the discussions that they are in */
    apply(forced: ReadonlySet<number>): Map<number, SetsChanged> {
      const discussions = new Map<number, SetsChanged>()
      for (const row of forced) changed(row)
      for (const [row, { discussion, sums, before, staleLow, staleLast, threadsChanged }] of changing) {
        for (const [side, hidden] of [[sums.visible, 0] as const, [sums.hidden, 1] as const]) {
          if (staleLast.has(side)) side.last = newest.get(row, hidden) ?? 0
          if (side.scored === 0) side.low = null
          else if (staleLow.has(side)) lookUpLowest(row, side, hidden)
        }
        const after = packSums(sums)
        if (after === before && !threadsChanged && !forced.has(row)) continue
        writeSums.run(after, row)
        if (discussion === null) continue
        const threads = threadsChanged || discussions.get(discussion)?.threads === true
        discussions.set(discussion, { threads, sums })
      }
      return discussions
    },
  }
}

function sameScores(a: Facts, b: Facts): boolean {
  if (a.hidden !== b.hidden) return false
  if (a.scores === null || b.scores === null) return a.scores === b.scores
  return facets.every((facet) => a.scores?.[facet] === b.scores?.[facet])
}

/** Whether a message may be what holds the lowest down. */
function touches(low: PrivacyIndex, scores: PrivacyIndex): boolean {
  return facets.some((facet) => scores[facet] <= low[facet])
}

const facets = ['technic', 'context', 'comportment', 'overall'] as const

function numbers(text: string): number[] {
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list.map(Number) : []
}
