import type { Hash } from '../ports.ts'
import type { AddressBook } from './address-book.ts'
import { type SetKey, shortHash } from './participant-set.ts'

/** What the second level knows: it changes, and participant sets change their discussions with it. */
export interface WhoIsWho {
  readonly book: Pick<AddressBook, 'contactsOf' | 'own'>
  /** the list that takes posts at this address */
  listAt(address: string): string | null
}

/**
 * The second level: which discussion a participant set belongs to. Addresses become people by the user's contacts; the
 * user's own addresses count only when there is nobody else. What is sent to a list's posting address is the list's.
 */
export function discussionOf(set: SetKey, who: WhoIsWho, hash: Hash): string {
  return shortHash(hash, keyOf(set, who))
}

export const listDiscussion = (listId: string, hash: Hash): string => shortHash(hash, listKey(listId))

const listKey = (listId: string): string => `list\n${listId}`
const threadKey = (threadId: string): string => `thread\n${threadId}`

function keyOf({ addresses, listId, circularBy, threadId }: SetKey, who: WhoIsWho): string {
  if (threadId !== null) return threadKey(threadId)
  if (listId !== null) return listKey(listId)
  const { book } = who
  if (circularBy !== null) return `circular\n${peopleOf([circularBy], book).join('\n')}`
  const own = book.own()
  const lists = addresses.flatMap((address) => (own.has(address) ? [] : (who.listAt(address) ?? [])))
  const [list] = lists.sort()
  if (list !== undefined) return listKey(list)
  return `people\n${peopleOf(addresses, book).join('\n')}`
}

/** An address that several contacts share stands for all of them: whoever writes there, writes to all of them. */
export function peopleOf(addresses: readonly string[], book: WhoIsWho['book']): string[] {
  const own = book.own()
  const others = addresses.filter((address) => !own.has(address))
  if (others.length === 0) return ['me']
  const people = others.flatMap((address) => {
    const contacts = book.contactsOf(address)
    return contacts.length === 0 ? [`address:${address}`] : contacts.map((id) => `contact:${id}`)
  })
  return [...new Set(people)].sort()
}
