import type { PeopleNames } from '../search/index.ts'
import type { Book } from './book.ts'
import { fits, wantedBy } from './words.ts'

/** What search asks of contacts: a name or an address leads to all addresses of that person. */
export function createPeopleNames(book: Book): PeopleNames {
  return {
    async named(name, limit) {
      await book.ready()
      const wanted = { ...wantedBy(name), digits: '' }
      const found: string[] = []
      for (const { haystack, keys } of book.entries()) {
        if (found.length >= limit) break
        if (fits(wanted, haystack, '')) found.push(...keys)
      }
      return found.slice(0, limit)
    },
    async together(addresses) {
      await book.ready()
      const contacts = new Set(addresses.flatMap((address) => book.contactsOf(address)))
      return [...new Set([...addresses, ...[...contacts].flatMap((id) => book.get(id)?.keys ?? [])])]
    },
  }
}
