import type { ContactEvidence } from '../defs/index.ts'
import { domainOf } from './address.ts'
import type { Book } from './book.ts'
import type { BookEntry } from './book-entry.ts'
import { evidenceOf, isSuggestion, nameKey, weights } from './likeness.ts'
import { limits } from './limits.ts'

export interface Pair {
  readonly ids: readonly [string, string]
  readonly evidence: readonly ContactEvidence[]
  readonly weight: number
}

/** Two contacts, whichever is named first. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** Contacts that may be the same person, the strongest evidence first. `without`: pairs that the user refused. */
export function findPairs(book: Book, without: ReadonlySet<string>): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const alike of groupsOf(book)) {
    for (const [i, a] of alike.entries()) {
      for (const b of alike.slice(i + 1)) {
        const key = pairKey(a.id, b.id)
        if (pairs.has(key) || without.has(key) || pairs.size >= limits.suggestions) continue
        const evidence = evidenceOf(a, b)
        if (!isSuggestion(evidence, a, b)) continue
        const weight = evidence.reduce((sum, { kind }) => sum + weights[kind], 0)
        const [first, second] = inOrder(a, b)
        pairs.set(key, { ids: [first.id, second.id], evidence, weight })
      }
    }
  }
  return [...pairs.values()].sort((a, b) => b.weight - a.weight || (pairKey(...a.ids) < pairKey(...b.ids) ? -1 : 1))
}

/** The one that others would go into: the user's own, one that was confirmed. */
function inOrder(a: BookEntry, b: BookEntry): [BookEntry, BookEntry] {
  const rank = ({ own, confirmed }: BookEntry) => Number(own) * 2 + Number(confirmed)
  return rank(b) > rank(a) || (rank(b) === rank(a) && b.id < a.id) ? [b, a] : [a, b]
}

/** Contacts that have something in common, as many as it says anything about. */
function* groupsOf(book: Book): Generator<readonly BookEntry[]> {
  const groups = new Map<string, BookEntry[]>()
  for (const entry of book.entries()) {
    if (entry.kind === 'group') continue
    for (const mark of marksOf(entry)) {
      const group = groups.get(mark)
      if (group === undefined) groups.set(mark, [entry])
      else group.push(entry)
    }
  }
  for (const group of groups.values()) if (group.length > 1 && group.length <= limits.alike) yield group
}

function marksOf(entry: BookEntry): Set<string> {
  const name = nameKey(entry)
  return new Set([
    ...entry.uids.map((uid) => `uid ${uid}`),
    ...entry.keys.map((key) => `address ${key}`),
    ...entry.phones.map((phone) => `phone ${phone}`),
    ...entry.keyIds.map((id) => `key ${id}`),
    ...(name === '' ? [] : [`name ${name}`, ...entry.keys.map((key) => `name ${name} ${domainOf(key)}`)]),
  ])
}
