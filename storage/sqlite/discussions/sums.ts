import type { PrivacyIndex } from '../../../core/defs/index.ts'
import { levelCount, levelIndex } from '../../derived/index.ts'
import type { Facts } from '../messages/index.ts'

/** What some messages add up to. */
export interface Side {
  count: number
  unread: number
  flagged: number
  files: number
  /** threads that have one of them */
  threads: number
  /** row of the newest; 0 without any */
  last: number
  /** how many have been scored */
  scored: number
  /** the lowest of each facet among those; null when it has to be looked up, or none is scored */
  low: PrivacyIndex | null
  /** how many at each level of importance, from the lowest */
  readonly levels: number[]
  /** how many carry a tag or come from a list, by row of its name */
  readonly names: Map<number, number>
}

/** Sums over the messages of a participant set, those outside junk and trash apart from the others. */
export interface Sums {
  readonly visible: Side
  readonly hidden: Side
  /** how many stand in a mailbox, by its row */
  readonly mailboxes: Map<number, number>
}

export function emptySide(): Side {
  return {
    count: 0,
    unread: 0,
    flagged: 0,
    files: 0,
    threads: 0,
    last: 0,
    scored: 0,
    low: null,
    levels: Array.from({ length: levelCount }, () => 0),
    names: new Map(),
  }
}

export function emptySums(): Sums {
  return { visible: emptySide(), hidden: emptySide(), mailboxes: new Map() }
}

/** What a discussion is summed up over. */
export function shownOf({ visible, hidden }: Pick<Sums, 'visible' | 'hidden'>): Side {
  return visible.count > 0 ? visible : hidden
}

/** Adds (1) or takes away (-1) a message; the lowest scores and the newest are not its business. */
export function addFacts(sums: Sums, facts: Facts, by: number): void {
  const side = facts.hidden ? sums.hidden : sums.visible
  side.count += by
  if (facts.unread) side.unread += by
  if (facts.flagged) side.flagged += by
  side.files += by * facts.files
  if (facts.scores !== null) side.scored += by
  const level = levelIndex(facts.importance)
  side.levels[level] = (side.levels[level] ?? 0) + by
  for (const tag of facts.tags) bump(side.names, tag, by)
  if (facts.list !== null) bump(side.names, facts.list, by)
  for (const mailbox of facts.mailboxes) bump(sums.mailboxes, mailbox, by)
}

/** Adds one side to another, everything in it. */
export function addSide(into: Side, from: Side, lowest: (scores: PrivacyIndex[]) => PrivacyIndex | null): void {
  into.count += from.count
  into.unread += from.unread
  into.flagged += from.flagged
  into.files += from.files
  into.threads += from.threads
  into.last = Math.max(into.last, from.last)
  into.scored += from.scored
  into.low = lowest([into.low, from.low].filter((low) => low !== null))
  for (const [i, count] of from.levels.entries()) into.levels[i] = (into.levels[i] ?? 0) + count
  for (const [name, count] of from.names) bump(into.names, name, count)
}

export function bump(counts: Map<number, number>, key: number, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}

type PackedSide = [
  count: number,
  unread: number,
  flagged: number,
  files: number,
  threads: number,
  last: number,
  scored: number,
  low: [technic: number, context: number, comportment: number, overall: number] | 0,
  levels: number[],
  names: number[],
]
type PackedSums = [visible: PackedSide | 0, hidden: PackedSide | 0, mailboxes: number[]]

/** `sums` of a set or a discussion: JSON without names, pairs flattened, '' for nothing at all. */
export function packSums({ visible, hidden, mailboxes }: Sums): string {
  if (visible.count === 0 && hidden.count === 0) return ''
  const packed: PackedSums = [packSide(visible), packSide(hidden), pairs(mailboxes)]
  return JSON.stringify(packed)
}

export function unpackSums(text: string | null): Sums {
  if (text === null || text === '') return emptySums()
  const sums: unknown = JSON.parse(text)
  if (!Array.isArray(sums) || sums.length !== 3) throw new Error('not the sums of messages')
  const [visible, hidden, mailboxes] = sums as PackedSums // checked: three; written by packSums in one transaction
  return { visible: unpackSide(visible), hidden: unpackSide(hidden), mailboxes: counts(mailboxes) }
}

function packSide(side: Side): PackedSide | 0 {
  if (side.count === 0) return 0
  const { low } = side
  const levels = side.levels.flatMap((count, i) => (count === 0 ? [] : [i, count]))
  return [
    side.count,
    side.unread,
    side.flagged,
    side.files,
    side.threads,
    side.last,
    side.scored,
    low === null ? 0 : [low.technic, low.context, low.comportment, low.overall],
    levels,
    pairs(side.names),
  ]
}

function unpackSide(packed: PackedSide | 0): Side {
  const side = emptySide()
  if (packed === 0) return side
  const [count, unread, flagged, files, threads, last, scored, low, levels, names] = packed
  for (let i = 0; i < levels.length; i += 2) side.levels[levels[i] ?? 0] = levels[i + 1] ?? 0
  return {
    ...side,
    count,
    unread,
    flagged,
    files,
    threads,
    last,
    scored,
    low: low === 0 ? null : { technic: low[0], context: low[1], comportment: low[2], overall: low[3] },
    names: counts(names),
  }
}

const pairs = (map: ReadonlyMap<number, number>): number[] => [...map].sort(([a], [b]) => a - b).flat()

function counts(flat: readonly number[]): Map<number, number> {
  const map = new Map<number, number>()
  for (let i = 0; i < flat.length; i += 2) map.set(flat[i] ?? 0, flat[i + 1] ?? 0)
  return map
}
