import type { DiscussionPerson, DiscussionSummary } from '../defs/index.ts'
import { type AddressBook, addressKey } from './address-book.ts'
import type { Knowledge } from './knowledge.ts'

/** What storage tells of a discussion, in terms of people: without the user, contacts by their name, each once. */
export function withPeople(
  summary: DiscussionSummary,
  /** of all of its participant sets; empty where there are none */
  addresses: readonly string[],
  { book }: Pick<Knowledge, 'book'>,
): DiscussionSummary {
  const own = book.own()
  const isOthers = ({ address }: { address: string }) => !own.has(addressKey(address))
  const people = eachOnce(summary.people.filter(isOthers).map((person) => asContact(person, book)))
  const counted = new Set(
    [...addresses, ...summary.people.map(({ address }) => addressKey(address))]
      .filter((address) => !own.has(address))
      .map((address) => personKey(address, book)),
  )
  const alone = summary.kind === 'people' && counted.size === 0 && summary.peopleCount > 0
  return {
    ...summary,
    kind: alone ? 'self' : summary.kind,
    people,
    peopleCount: Math.max(counted.size, people.length),
  }
}

function asContact({ address, label }: DiscussionPerson, book: AddressBook): DiscussionPerson {
  const contacts = book.contactsOf(addressKey(address))
  const [contactId] = contacts
  // of an address that several share nobody knows who it is this time
  if (contactId === undefined || contacts.length > 1) return { address, label, contactId: null }
  return { address, label: book.nameOf?.(contactId) || label, contactId }
}

function personKey(address: string, book: AddressBook): string {
  const [contactId, ...others] = book.contactsOf(address)
  return contactId === undefined || others.length > 0 ? `address:${address}` : `contact:${contactId}`
}

function eachOnce(people: readonly DiscussionPerson[]): DiscussionPerson[] {
  const met = new Set<string>()
  return people.filter(({ contactId }) => {
    if (contactId === null) return true
    if (met.has(contactId)) return false
    met.add(contactId)
    return true
  })
}
