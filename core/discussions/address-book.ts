import type { CoreContext } from '../ports.ts'

/**
 * What discussions have to know of contacts. Addresses are given and answered in lower case. All of it is in memory:
 * thousands of participant sets are looked up at once when a contact changes.
 */
export interface AddressBook {
  /** resolves when the answers below are right */
  ready(): Promise<void>
  /** the contacts that have this address: none, one, or several who share it */
  contactsOf(address: string): readonly string[]
  /** the user's own addresses */
  own(): ReadonlySet<string>
  /** what a contact is called; undefined where the address' own label is better */
  nameOf?(contactId: string): string | undefined
  /** told after a change, with every address that belongs to somebody else now */
  onChange(listener: (addresses: readonly string[]) => void): void
}

/** Accounts are read at once: there are few. */
const maxAccounts = 500

/** A book without contacts: it knows the addresses of the accounts as the user's own, and nobody else. */
export function createAccountBook({ stores, events, logger }: CoreContext): AddressBook {
  const listeners = new Set<(addresses: readonly string[]) => void>()
  let own: ReadonlySet<string> = new Set()
  let loaded: Promise<void> | null = null

  async function load(): Promise<void> {
    const { items } = await stores.records.list('account', { limit: maxAccounts })
    own = new Set(items.flatMap(({ address }) => (address === '' ? [] : [addressKey(address)])))
  }

  events.subscribe(({ type }) => {
    // before the first question there is nothing that could be wrong
    if (type !== 'accounts.changed' || loaded === null) return
    loaded = loaded.then(async () => {
      const before = own
      await load()
      const changed = [...before, ...own].filter((address) => !before.has(address) || !own.has(address))
      if (changed.length > 0) for (const listener of listeners) listener(changed)
    })
    loaded.catch((thrown) => logger.error('The accounts could not be read', { details: String(thrown) }))
  })

  return {
    async ready() {
      loaded ??= load()
      await loaded
    },
    contactsOf: () => [],
    own: () => own,
    onChange: (listener) => void listeners.add(listener),
  }
}

/** Equal addresses for grouping: case does not tell people apart, nor does the way an accent is written. */
export const addressKey = (address: string): string => address.trim().toLowerCase().normalize('NFC')
