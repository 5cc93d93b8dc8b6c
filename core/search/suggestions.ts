import { Index } from 'flexsearch'
import type { Suggestion } from '../defs/index.ts'
import { tokenize } from './tokens.ts'

export interface SuggestionEntry extends Suggestion {
  /** the higher, the earlier in the answer */
  readonly rank: number
}

type Kind = Suggestion['kind']
const kinds: readonly Kind[] = ['mailbox', 'tag', 'person', 'discussion', 'subject']

/** Candidates of a kind that are ranked for an answer: one letter matches thousands. */
const maxCandidates = 200
/** Words of one entry: a subject of hundreds of words is found by its first ones. */
const maxEntryTokens = 24
/** Longer beginnings than this are not told apart. */
const maxPrefixUnits = 24

/** Words without the whole addresses: their parts do, and every beginning of a word costs memory. */
const encode = (text: string): string[] => [
  ...new Set(
    tokenize(text, maxEntryTokens)
      .filter((token) => !token.includes('_'))
      .map((token) => token.slice(0, maxPrefixUnits)),
  ),
]

/** What answers each keystroke, in memory: beginnings of words in whatever order, folded as search folds them. */
export class Suggestions {
  readonly #shelves = new Map(kinds.map((kind) => [kind, new Shelf()]))

  put(entry: SuggestionEntry): void {
    this.#shelves.get(entry.kind)?.put(entry)
  }

  /** Takes all of a kind out that are not named. */
  keep(kind: Kind, values: ReadonlySet<string>): void {
    this.#shelves.get(kind)?.keep(values)
  }

  size(kind: Kind): number {
    return this.#shelves.get(kind)?.size ?? 0
  }

  /** The best of each kind; a kind with few leaves its places to the others. */
  find(text: string, wanted: readonly Kind[] = kinds, limit = 8): Suggestion[] {
    const found = kinds.filter((kind) => wanted.includes(kind)).map((kind) => this.#shelves.get(kind)?.find(text) ?? [])
    const share = Math.ceil(limit / Math.max(1, found.filter((entries) => entries.length > 0).length))
    const counts = found.map((entries) => Math.min(share, entries.length))
    for (const [i, entries] of found.entries()) {
      const free = limit - counts.reduce((sum, count) => sum + count, 0)
      counts[i] = Math.max(0, Math.min(entries.length, (counts[i] ?? 0) + free))
    }
    return found
      .flatMap((entries, i) => entries.slice(0, counts[i]))
      .slice(0, limit)
      .map(({ kind, label, value, details }) => ({ kind, label, value, details }))
  }
}

/** The entries of one kind. */
class Shelf {
  readonly #index = new Index({ tokenize: 'forward', resolution: 1, encode })
  readonly #entries: SuggestionEntry[] = []
  readonly #places = new Map<string, number>()

  get size(): number {
    return this.#places.size
  }

  put(entry: SuggestionEntry): void {
    const known = this.#places.get(entry.value)
    const place = known ?? this.#entries.length
    const before = this.#entries[place]
    this.#entries[place] = entry
    this.#places.set(entry.value, place)
    const text = `${entry.label} ${entry.details}`
    if (before === undefined) this.#index.add(place, text)
    else if (`${before.label} ${before.details}` !== text) this.#index.update(place, text)
  }

  keep(values: ReadonlySet<string>): void {
    for (const [value, place] of this.#places) {
      if (values.has(value)) continue
      this.#index.remove(place)
      this.#places.delete(value)
    }
  }

  find(text: string): SuggestionEntry[] {
    const query = encode(text).join(' ')
    if (query === '') return []
    const places = this.#index.search(query, { limit: maxCandidates })
    return places.flatMap((place) => this.#entries[Number(place)] ?? []).sort((a, b) => b.rank - a.rank)
  }
}
