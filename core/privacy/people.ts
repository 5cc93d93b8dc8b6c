import { getDomain } from 'tldts'
import { skeleton } from '../components/html/skeleton.ts'
import type { Contact, ContactKey } from '../defs/index.ts'
import type { AddressBook } from '../discussions/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import type { PersonFacts, Pretence, Standing } from './judge/index.ts'

/** What is kept in memory of each contact: what messages are judged by. */
export interface KnownContact {
  readonly id: string
  readonly confirmed: boolean
  readonly own: boolean
  readonly key: PersonFacts['key']
  readonly keyExpired: boolean
  /** in the form that names are compared in; '' where it is too short to tell anybody by */
  readonly name: string
  readonly addresses: readonly string[]
  readonly otherWays: number
}

export interface People {
  /** resolves when the answers below are right */
  ready(): Promise<void>
  own(): ReadonlySet<string>
  contact(id: string): KnownContact | undefined
  /** those that have this address */
  contactsAt(address: string): readonly KnownContact[]
  standingOf(address: string): Standing
  keyOf(address: string): PersonFacts['key']
  /** whom somebody with this address and name could be taken for; null for contacts and for nobody */
  pretenceOf(address: string, label: string): Pretence | null
  /** told with the addresses of contacts that are new, changed or gone */
  onChange(listener: (addresses: readonly string[]) => void): void
}

const batch = { priority: 'batch' } as const
const pageSize = 500

/** The user's contacts, as far as the privacy index asks for them, in memory and kept in step. */
export function createPeople({ stores, events, clock, logger }: CoreContext, book: AddressBook): People {
  const contacts = new Map<string, KnownContact>()
  const byAddress = new Map<string, KnownContact[]>()
  const byName = new Map<string, KnownContact[]>()
  /** by what they look like: registrable domains of contacts and of the user */
  let domains = new Map<string, Set<string>>()
  const listeners = new Set<(addresses: readonly string[]) => void>()
  let loaded: Promise<void> | null = null

  function put(contact: KnownContact): void {
    contacts.set(contact.id, contact)
    for (const address of contact.addresses) add(byAddress, address, contact)
    if (contact.name !== '') add(byName, contact.name, contact)
  }

  function drop(id: string): void {
    const contact = contacts.get(id)
    if (contact === undefined) return
    contacts.delete(id)
    for (const address of contact.addresses) take(byAddress, address, contact)
    if (contact.name !== '') take(byName, contact.name, contact)
  }

  function findDomains(): void {
    domains = new Map()
    const addresses = [...byAddress.keys(), ...book.own()]
    for (const domain of new Set(addresses.flatMap((address) => domainOf(address) ?? []))) {
      const like = skeleton(domain)
      domains.set(like, (domains.get(like) ?? new Set()).add(domain))
    }
  }

  async function loadAll(): Promise<void> {
    contacts.clear()
    byAddress.clear()
    byName.clear()
    let cursor: string | undefined
    do {
      const page = await stores.records.list('contact', { cursor, limit: pageSize }, batch)
      for (const contact of page.items) put(known(contact, clock.nowMs()))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    findDomains()
  }

  async function reload(ids: readonly string[], more: boolean): Promise<void> {
    const before = more ? [...byAddress.keys()] : ids.flatMap((id) => contacts.get(id)?.addresses ?? [])
    if (more) await loadAll()
    else {
      for (const id of ids) {
        drop(id)
        const contact = await stores.records.get('contact', id, batch)
        if (contact !== null) put(known(contact, clock.nowMs()))
      }
      findDomains()
    }
    const after = more ? [...byAddress.keys()] : ids.flatMap((id) => contacts.get(id)?.addresses ?? [])
    const changed = [...new Set([...before, ...after])]
    for (const listener of listeners) listener(changed)
  }

  events.subscribe((event) => {
    // before the first question there is nothing that could be wrong
    if (event.type !== 'contacts.changed' || loaded === null) return
    loaded = loaded.then(() => reload(event.contactIds, event.more))
    loaded.catch((thrown: unknown) => logger.error('The contacts could not be read', { details: String(thrown) }))
  })

  const others = (address: string): readonly KnownContact[] => byAddress.get(addressKey(address)) ?? []
  return {
    async ready() {
      await book.ready()
      loaded ??= loadAll()
      await loaded
    },
    own: () => book.own(),
    contact: (id) => contacts.get(id),
    contactsAt: others,
    standingOf(address) {
      const found = others(address)
      if (found.some(({ confirmed }) => confirmed)) return 'confirmed'
      return found.length > 0 ? 'met' : 'unknown'
    },
    keyOf(address) {
      const keys = others(address).map(({ key }) => key)
      return keys.includes('compared') ? 'compared' : keys.includes('stored') ? 'stored' : 'none'
    },
    pretenceOf(address, label) {
      if (others(address).length > 0 || book.own().has(addressKey(address))) return null
      const domain = domainOf(address)
      const alike = domain === null ? undefined : domains.get(skeleton(domain))
      if (domain !== null && alike !== undefined && !alike.has(domain)) {
        return { kind: 'domain', of: [...alike].sort()[0] ?? domain }
      }
      const namesake = (byName.get(nameKey(label)) ?? []).find(
        (contact) => contact.confirmed && !contact.own && !contact.addresses.some((own) => domainOf(own) === domain),
      )
      const [of] = namesake?.addresses ?? []
      return of === undefined ? null : { kind: 'name', of }
    },
    onChange: (listener) => void listeners.add(listener),
  }
}

function known(
  { id, confirmed, own, keys, name, emails, phones, ims, socials, postals }: Contact,
  nowMs: number,
): KnownContact {
  const usable = keys.filter((key) => !isExpired(key, nowMs))
  const best = usable.length > 0 ? usable : keys
  return {
    id,
    confirmed,
    own,
    key: best.some(({ verified }) => verified === 'compared') ? 'compared' : best.length > 0 ? 'stored' : 'none',
    keyExpired: keys.length > 0 && usable.length === 0,
    name: nameKey(name.full === '' ? `${name.given} ${name.family}` : name.full),
    addresses: [...new Set(emails.map(({ address }) => addressKey(address)))].sort(),
    otherWays: phones.length + ims.length + socials.length + postals.length,
  }
}

const isExpired = ({ expiresAtMs }: ContactKey, nowMs: number): boolean => expiresAtMs !== null && expiresAtMs <= nowMs

/** Two words at least, in any order, without accents and case: who is called “Ana” alone is called as many others. */
function nameKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
  return words.length < 2 ? '' : words.sort().join(' ')
}

function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@')
  return at < 0 ? null : getDomain(address.slice(at + 1).toLowerCase())
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

function take<T>(map: Map<string, T[]>, key: string, value: T): void {
  const rest = (map.get(key) ?? []).filter((one) => one !== value)
  if (rest.length === 0) map.delete(key)
  else map.set(key, rest)
}
