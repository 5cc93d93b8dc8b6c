import { maxPeopleNamed } from './limits.ts'
import type { Suggestions } from './suggestions.ts'
import { tokenize } from './tokens.ts'

/** What search has to know of contacts: a name or an address leads to all addresses of that person. */
export interface PeopleNames {
  /** addresses of the contacts that are called so */
  named(name: string, limit: number): Promise<readonly string[]>
  /** these, and the other addresses of whoever they belong to */
  together(addresses: readonly string[]): Promise<readonly string[]>
}

/** Without contacts: everybody is one address. */
export const noContacts: PeopleNames = {
  named: async () => [],
  together: async (addresses) => addresses,
}

/**
 * The addresses that each name stands for: an address stands for itself, a name for the contacts and for the people of
 * the mailbox that are called so, by whole words or, where nobody is, by their beginnings.
 */
export async function findPeople(
  names: readonly string[],
  contacts: PeopleNames,
  ready: () => Promise<Suggestions>,
): Promise<(name: string) => readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const name of names) {
    const met = name.includes('@') ? [name] : metPeople(name, await ready())
    const addresses = [...(await contacts.named(name, maxPeopleNamed)), ...met]
    const all = await contacts.together(addresses.slice(0, maxPeopleNamed))
    found.set(name, [...new Set(all.map((address) => address.toLowerCase()))].slice(0, maxPeopleNamed))
  }
  return (name) => found.get(name) ?? []
}

function metPeople(name: string, suggestions: Suggestions): string[] {
  const candidates = suggestions.find(name, ['person'], maxPeopleNamed)
  const wanted = tokenize(name)
  const whole = candidates.filter(({ label, details }) => {
    const words = new Set(tokenize(`${label} ${details}`))
    return wanted.every((word) => words.has(word))
  })
  return (whole.length > 0 ? whole : candidates).map(({ value }) => value)
}
