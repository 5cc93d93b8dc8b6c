import type { ContactEvidence } from '../defs/index.ts'
import { domainOf } from './address.ts'
import type { BookEntry } from './book-entry.ts'
import { wordsOf } from './words.ts'

/** What two contacts are compared by. */
export type Comparable = Pick<BookEntry, 'displayName' | 'address' | 'keys' | 'phones' | 'keyIds' | 'uids'>

/** How much each says, for the order of suggestions. */
export const weights: Readonly<Record<ContactEvidence['kind'], number>> = {
  'same-uid': 100,
  'same-key': 50,
  'same-address': 40,
  'same-phone': 30,
  'same-name-and-domain': 20,
  'same-name': 10,
}

/** The words of a name, folded and sorted; '' for a single word, since many are called so. */
export function nameKey({ displayName, address }: Pick<Comparable, 'displayName' | 'address'>): string {
  if (displayName === address) return ''
  const words = nameWords(displayName)
  return words.length < 2 ? '' : words.toSorted().join(' ')
}

const nameWords = (name: string): string[] => [...new Set(wordsOf(name, 10))].filter((word) => [...word].length > 1)

/** Everything that speaks for two being the same, the strongest first. */
export function evidenceOf(a: Comparable, b: Comparable): ContactEvidence[] {
  const evidence: ContactEvidence[] = []
  const shared = (kind: ContactEvidence['kind'], mine: readonly string[], theirs: readonly string[]) => {
    const value = mine.find((one) => theirs.includes(one))
    if (value !== undefined) evidence.push({ kind, value })
  }
  shared('same-uid', a.uids, b.uids)
  shared('same-key', a.keyIds, b.keyIds)
  shared('same-address', a.keys, b.keys)
  shared('same-phone', a.phones, b.phones)
  const name = nameKey(a)
  if (name !== '' && name === nameKey(b)) {
    const domain = a.keys.map(domainOf).find((one) => one !== '' && b.keys.some((key) => domainOf(key) === one))
    evidence.push(
      domain === undefined
        ? { kind: 'same-name', value: a.displayName }
        : { kind: 'same-name-and-domain', value: `${a.displayName} · ${domain}` },
    )
  }
  return evidence
}

/** Whether two names can be those of one person: one says nothing, or they have a word in common. */
export function namesAgree(a: Comparable, b: Comparable): boolean {
  const [mine, theirs] = [a, b].map(({ displayName, address }) =>
    displayName === address ? [] : nameWords(displayName),
  )
  if (mine === undefined || theirs === undefined || mine.length === 0 || theirs.length === 0) return true
  return mine.some((word) => theirs.includes(word))
}

/** Enough to suggest it: people of one household share an address, and are not the same. */
export function isSuggestion(evidence: readonly ContactEvidence[], a: Comparable, b: Comparable): boolean {
  const alone = evidence.every(({ kind }) => kind === 'same-address' || kind === 'same-phone')
  return evidence.length > 0 && (!alone || namesAgree(a, b))
}

/** Enough to put an imported card into a contact without being asked. */
export function isSame(evidence: readonly ContactEvidence[], a: Comparable, b: Comparable): boolean {
  const kinds = evidence.map(({ kind }) => kind)
  if (kinds.includes('same-uid')) return true
  const sure = kinds.includes('same-address') || kinds.includes('same-key') || kinds.includes('same-name-and-domain')
  return (sure || (kinds.includes('same-phone') && kinds.includes('same-name'))) && namesAgree(a, b)
}
