import type { Book } from './book.ts'
import type { BookEntry } from './book-entry.ts'
import { uidKey } from './uid.ts'

export interface Group {
  readonly name: string
  /** of a group that has a card of its own */
  readonly contactId: string | null
  readonly people: ReadonlySet<string>
}

/** Groups by name: those that contacts say they are in, and cards of groups with their members. */
export class Groups {
  readonly #book: Book
  #version = -1
  #groups = new Map<string, { name: string; contactId: string | null; people: Set<string> }>()
  #byUid = new Map<string, string>()

  constructor(book: Book) {
    this.#book = book
  }

  all(): Group[] {
    this.#refresh()
    return [...this.#groups.values()]
  }

  /** the ids of those in it; empty for a group that there is not */
  peopleOf(name: string): ReadonlySet<string> {
    this.#refresh()
    return this.#groups.get(name)?.people ?? new Set()
  }

  /** Addresses of everybody in a group, of groups in it too. One that contains itself has everybody once. */
  addressesOf(group: BookEntry, most: number): string[] {
    this.#refresh()
    const found = new Set<string>()
    const seen = new Set<string>()
    const waiting = [group]
    for (let next = waiting.pop(); next !== undefined && found.size < most; next = waiting.pop()) {
      if (seen.has(next.id)) continue
      seen.add(next.id)
      if (next.kind !== 'group') {
        if (next.address !== null) found.add(next.address)
        continue
      }
      for (const member of next.members) {
        const address = /^mailto:([^?]+)/i.exec(member)?.[1]
        const entry = this.#entryOf(member)
        if (entry !== undefined) waiting.push(entry)
        else if (address !== undefined) found.add(address)
      }
      for (const id of this.#groups.get(next.displayName)?.people ?? []) {
        const entry = this.#book.get(id)
        if (entry !== undefined) waiting.push(entry)
      }
    }
    return [...found].slice(0, most)
  }

  #entryOf(member: string): BookEntry | undefined {
    const id = this.#byUid.get(uidKey(member))
    const [shared] = this.#book.contactsOf(member.replace(/^mailto:/i, ''))
    return this.#book.get(id ?? shared ?? '')
  }

  #refresh(): void {
    if (this.#version === this.#book.version) return
    this.#version = this.#book.version
    this.#groups = new Map()
    this.#byUid = new Map()
    for (const { id, uids } of this.#book.entries()) for (const uid of uids) this.#byUid.set(uid, id)
    for (const entry of this.#book.entries()) {
      for (const name of entry.groups) this.#named(name).people.add(entry.id)
      if (entry.kind !== 'group') continue
      const group = this.#named(entry.displayName)
      group.contactId ??= entry.id
      for (const member of entry.members) {
        const person = this.#entryOf(member)
        if (person !== undefined && person.id !== entry.id) group.people.add(person.id)
      }
    }
  }

  #named(name: string): { name: string; contactId: string | null; people: Set<string> } {
    const known = this.#groups.get(name)
    if (known !== undefined) return known
    const group = { name, contactId: null, people: new Set<string>() }
    this.#groups.set(name, group)
    return group
  }
}
