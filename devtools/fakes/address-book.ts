import type { AddressBook } from '../../core/discussions/index.ts'

/** An address book that a test writes in. */
export class FakeBook implements AddressBook {
  readonly #contacts = new Map<string, readonly string[]>()
  readonly #own: Set<string>
  readonly #names: Readonly<Record<string, string>>
  #tell: (addresses: readonly string[]) => void = () => {}

  constructor(own: readonly string[], names: Readonly<Record<string, string>> = {}) {
    this.#own = new Set(own)
    this.#names = names
  }

  async ready(): Promise<void> {}

  contactsOf(address: string): readonly string[] {
    return this.#contacts.get(address) ?? []
  }

  own(): ReadonlySet<string> {
    return this.#own
  }

  nameOf(contactId: string): string | undefined {
    return this.#names[contactId]
  }

  onChange(listener: (addresses: readonly string[]) => void): void {
    this.#tell = listener
  }

  give(contactId: string, ...addresses: readonly string[]): void {
    for (const address of addresses) {
      this.#contacts.set(address, [...new Set([...this.contactsOf(address), contactId])].sort())
    }
    this.#tell(addresses)
  }

  take(contactId: string, ...addresses: readonly string[]): void {
    for (const address of addresses) {
      this.#contacts.set(
        address,
        this.contactsOf(address).filter((id) => id !== contactId),
      )
    }
    this.#tell(addresses)
  }

  addOwn(address: string): void {
    this.#own.add(address)
    this.#tell([address])
  }
}
