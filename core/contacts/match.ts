import type { ContactEvidence } from '../defs/index.ts'
import type { Book } from './book.ts'
import type { BookEntry } from './book-entry.ts'
import { type Comparable, evidenceOf, isSame, weights } from './likeness.ts'
import { limits } from './limits.ts'
import { marksOf } from './marks.ts'
import { pause } from './pause.ts'

export interface Match {
  readonly id: string
  readonly displayName: string
  readonly evidence: ContactEvidence[]
}

/** A contact, or a card of a file. */
export type Known = Comparable & { readonly id: string; readonly kind: BookEntry['kind'] }

/** Finds whom a card is of: among the contacts, and among the cards before it in the file. */
export class Matcher {
  readonly #marks = new Map<string, Known[]>()

  static async of(book: Book): Promise<Matcher> {
    const matcher = new Matcher()
    let count = 0
    for (const entry of book.entries()) {
      matcher.add(entry)
      count++
      if (count % limits.together === 0) await pause()
    }
    return matcher
  }

  add(entry: Known): void {
    for (const mark of marksOf(entry)) {
      const known = this.#marks.get(mark)
      if (known === undefined) this.#marks.set(mark, [entry])
      else if (known.length < most) known.push(entry)
    }
  }

  /** The one with the most evidence; null: nobody is surely the same. */
  find(card: Known): Match | null {
    let best: Match | null = null
    let weight = 0
    const seen = new Set<Known>()
    for (const mark of marksOf(card)) {
      for (const other of this.#marks.get(mark) ?? []) {
        if (seen.has(other) || (other.kind === 'group') !== (card.kind === 'group')) continue
        seen.add(other)
        const evidence = evidenceOf(card, other)
        const sum = evidence.reduce((all, { kind }) => all + weights[kind], 0)
        if (sum <= weight || !isSame(evidence, card, other)) continue
        best = { id: other.id, displayName: other.displayName, evidence }
        weight = sum
      }
    }
    return best
  }
}

/** What more than so many have in common tells nobody apart. */
const most = 50
