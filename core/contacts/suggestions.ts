import type { ContactEvidence } from '../defs/index.ts'
import type { Book } from './book.ts'
import type { BookEntry } from './book-entry.ts'
import { evidenceOf, isSuggestion, weights } from './likeness.ts'
import { limits } from './limits.ts'
import type { Marks } from './marks.ts'
import { pause } from './pause.ts'

export interface Pair {
  readonly ids: readonly [string, string]
  readonly evidence: readonly ContactEvidence[]
  readonly weight: number
}

/** Two contacts, whichever is named first. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** Contacts that may be the same person, the strongest evidence first. `without`: pairs that the user refused. */
export async function findPairs(book: Book, marks: Marks, without: ReadonlySet<string>): Promise<Pair[]> {
  const groups = new Map<string, BookEntry[]>()
  let count = 0
  for (const entry of [...book.entries()]) {
    if (++count % limits.together === 0) await pause()
    if (entry.kind === 'group') continue
    for (const mark of marks.of(entry)) {
      const group = groups.get(mark)
      if (group === undefined) groups.set(mark, [entry])
      else group.push(entry)
    }
  }
  const pairs = new Map<string, Pair>()
  for (const alike of groups.values()) {
    if (alike.length < 2 || alike.length > limits.alike) continue
    for (const [i, a] of alike.entries()) {
      for (const b of alike.slice(i + 1)) {
        const key = pairKey(a.id, b.id)
        if (pairs.has(key) || without.has(key) || pairs.size >= limits.suggestions) continue
        const pair = pairOf(a, b)
        if (pair !== null) pairs.set(key, pair)
      }
    }
  }
  return sorted([...pairs.values()])
}

/** The same for one contact: everybody else is looked at once. */
export function findPairsOf(book: Book, marks: Marks, id: string, without: ReadonlySet<string>): Pair[] {
  const entry = book.get(id)
  if (entry === undefined || entry.kind === 'group') return []
  const own = new Set(marks.of(entry))
  const found = new Map<string, BookEntry[]>([...own].map((mark) => [mark, []]))
  for (const other of book.entries()) {
    if (other === entry || other.kind === 'group') continue
    for (const mark of marks.of(other)) found.get(mark)?.push(other)
  }
  const others = new Set([...found.values()].filter((alike) => alike.length < limits.alike).flat())
  return sorted(
    [...others].flatMap((other) => (without.has(pairKey(id, other.id)) ? [] : (pairOf(entry, other) ?? []))),
  )
}

const sorted = (pairs: Pair[]): Pair[] =>
  pairs.sort((a, b) => b.weight - a.weight || (pairKey(...a.ids) < pairKey(...b.ids) ? -1 : 1))

function pairOf(a: BookEntry, b: BookEntry): Pair | null {
  const evidence = evidenceOf(a, b)
  if (!isSuggestion(evidence, a, b)) return null
  const [first, second] = inOrder(a, b)
  return { ids: [first.id, second.id], evidence, weight: evidence.reduce((sum, { kind }) => sum + weights[kind], 0) }
}

/** The one that others would go into: the user's own, one that was confirmed. */
function inOrder(a: BookEntry, b: BookEntry): [BookEntry, BookEntry] {
  const rank = ({ own, confirmed }: BookEntry) => Number(own) * 2 + Number(confirmed)
  return rank(b) > rank(a) || (rank(b) === rank(a) && b.id < a.id) ? [b, a] : [a, b]
}
