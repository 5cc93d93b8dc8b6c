import type { Contact, ContactSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import { type BookEntry, bookEntry } from './book-entry.ts'
import { limits } from './limits.ts'
import type { NameOrder } from './order.ts'
import { type OwnAddresses, readOwnAddresses } from './own-addresses.ts'
import { SortedNames } from './sorted-names.ts'

/** What others ask of the address book, from memory. */
export interface ContactBook {
  /** resolves when the answers below are right; the book is read with the first call */
  ready(): Promise<void>
  /** the contacts that have this address: none, one, or several who share it */
  contactsOf(address: string): readonly string[]
  /** the user's own addresses: those of the accounts, and of the user's own card */
  own(): ReadonlySet<string>
  /** what a contact is called; undefined where the address' own label is better */
  nameOf(contactId: string): string | undefined
  /** told after a change, with every address that belongs to somebody else now */
  onChange(listener: (addresses: readonly string[]) => void): void
}

type Listener = (addresses: readonly string[]) => void

/** The address book in memory. Contacts are read when somebody first asks, page by page, and followed from then on. */
export class Book implements ContactBook {
  readonly #context: CoreContext
  readonly #entries = new Map<string, BookEntry>()
  readonly #byAddress = new Map<string, readonly string[]>()
  readonly #listeners = new Set<Listener>()
  readonly #localeOf: () => Promise<string>
  readonly #names = new SortedNames((id) => this.#entries.get(id)?.displayName ?? '')
  #accounts: OwnAddresses = { addresses: [], name: '' }
  #own: ReadonlySet<string> = new Set()
  #loaded: Promise<void> | null = null
  /** grows with every change: what is worked out from the book is kept by it */
  version = 0

  constructor(context: CoreContext, localeOf: () => Promise<string>) {
    this.#context = context
    this.#localeOf = localeOf
  }

  async ready(): Promise<void> {
    this.#loaded ??= this.#load().catch((thrown: unknown) => {
      this.#loaded = null
      throw thrown
    })
    await this.#loaded
  }

  /** whether there is anything to keep in step */
  get isOpen(): boolean {
    return this.#loaded !== null
  }

  contactsOf(address: string): readonly string[] {
    return this.#byAddress.get(addressKey(address)) ?? []
  }

  own(): ReadonlySet<string> {
    return this.#own
  }

  nameOf(contactId: string): string | undefined {
    const entry = this.#entries.get(contactId)
    return entry === undefined || entry.displayName === entry.address ? undefined : entry.displayName
  }

  onChange(listener: Listener): void {
    this.#listeners.add(listener)
  }

  get(id: string): BookEntry | undefined {
    return this.#entries.get(id)
  }

  entries(): IterableIterator<BookEntry> {
    return this.#entries.values()
  }

  /** The addresses of the accounts, as they were when they were last read. */
  get accounts(): OwnAddresses {
    return this.#accounts
  }

  /** Takes over what was written, and tells whose addresses are another's now. */
  apply(written: readonly Contact[], removed: readonly string[]): void {
    if (!this.isOpen) return
    const changed = new Map<string, string>()
    const note = (keys: readonly string[]) => {
      for (const key of keys) if (!changed.has(key)) changed.set(key, this.#whose(key))
    }
    for (const id of removed) {
      note(this.#entries.get(id)?.keys ?? [])
      this.#drop(id)
    }
    for (const contact of written) {
      const entry = bookEntry(contact)
      note([...(this.#entries.get(contact.id)?.keys ?? []), ...entry.keys])
      this.#drop(contact.id)
      this.#put(entry)
    }
    this.version++
    this.#findOwn()
    this.#tell([...changed].flatMap(([key, before]) => (this.#whose(key) === before ? [] : [key])))
  }

  /** Takes over what another part of the program wrote. */
  async follow(ids: readonly string[]): Promise<void> {
    const { records } = this.#context.stores
    const found = await Promise.all(ids.map((id) => records.get('contact', id)))
    const written = found.flatMap((contact) => contact ?? [])
    this.apply(
      written,
      ids.filter((id) => !written.some((contact) => contact.id === id)),
    )
  }

  /** Reads everything again. */
  async reload(): Promise<void> {
    const gone = new Set(this.#entries.keys())
    let cursor: string | undefined
    do {
      const page = await this.#context.stores.records.list('contact', { cursor, limit: limits.page })
      for (const { id } of page.items) gone.delete(id)
      this.apply(page.items, [])
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    this.apply([], [...gone])
  }

  /** Reads the accounts again. */
  async refreshAccounts(): Promise<void> {
    if (!this.isOpen) return
    await this.ready()
    this.#accounts = await readOwnAddresses(this.#context)
    const before = this.#own
    this.#findOwn()
    this.#tell([...new Set([...before, ...this.#own])].filter((key) => before.has(key) !== this.#own.has(key)))
  }

  /** How names are sorted in the user's language. */
  async nameOrder(): Promise<NameOrder> {
    await this.ordered()
    return this.#names.order
  }

  /** Everybody by name, in the order of the user's language. */
  async ordered(): Promise<readonly BookEntry[]> {
    await this.ready()
    this.#names.setLocale(await this.#localeOf())
    return this.#names.ids(() => this.#entries.keys()).flatMap((id) => this.#entries.get(id) ?? [])
  }

  summary(entry: BookEntry): ContactSummary {
    const { id, kind, own, confirmed, displayName, address, phone, organisation, photo, groups, tagIds } = entry
    return {
      id,
      kind,
      own,
      confirmed,
      displayName,
      sortLetter: this.#names.letterOf(id),
      address,
      phone,
      organisation,
      photo,
      groups: [...groups],
      tagIds: [...tagIds],
    }
  }

  async #load(): Promise<void> {
    const { records } = this.#context.stores
    this.#accounts = await readOwnAddresses(this.#context)
    this.#names.setLocale(await this.#localeOf())
    let cursor: string | undefined
    do {
      const page = await records.list('contact', { cursor, limit: limits.page })
      for (const contact of page.items) this.#put(bookEntry(contact))
      this.#names.addRun(page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    this.#names.endRuns()
    this.#findOwn()
  }

  #put(entry: BookEntry): void {
    this.#entries.set(entry.id, entry)
    for (const key of new Set(entry.keys)) {
      this.#byAddress.set(key, [...(this.#byAddress.get(key) ?? []), entry.id].sort())
    }
    this.#names.add(entry.id)
  }

  #drop(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    this.#names.remove(id)
    this.#entries.delete(id)
    for (const key of new Set(entry.keys)) {
      const rest = (this.#byAddress.get(key) ?? []).filter((other) => other !== id)
      if (rest.length > 0) this.#byAddress.set(key, rest)
      else this.#byAddress.delete(key)
    }
  }

  /** Whose an address is; that the user's own card has it says no more than that it is the user's. */
  #whose(key: string): string {
    if (this.#own.has(key)) return 'own'
    return this.contactsOf(key).join()
  }

  #findOwn(): void {
    const cards = [...this.#entries.values()].filter(({ own }) => own)
    this.#own = new Set([...this.#accounts.addresses.map(addressKey), ...cards.flatMap(({ keys }) => keys)])
  }

  #tell(addresses: readonly string[]): void {
    if (addresses.length === 0) return
    for (const listener of this.#listeners) listener(addresses)
  }
}
