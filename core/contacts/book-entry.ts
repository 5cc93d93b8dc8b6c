import type { Contact } from '../defs/index.ts'
import { addressKey } from './address.ts'
import { mergedUid } from './merge.ts'
import { displayName, preferred } from './naming.ts'
import { uidKey } from './uid.ts'
import { wordsOf } from './words.ts'

/** What is held in memory of each contact: what lists, names and comparisons ask for. */
export interface BookEntry {
  readonly id: string
  readonly kind: Contact['kind']
  readonly own: boolean
  readonly confirmed: boolean
  readonly displayName: string
  readonly address: string | null
  readonly phone: string | null
  readonly organisation: string | null
  readonly photo: boolean
  readonly groups: readonly string[]
  readonly tagIds: readonly string[]
  /** its UID, and those of contacts that went into it */
  readonly uids: readonly string[]
  /** as they are written; `keys` are the same in lower case */
  readonly addresses: readonly string[]
  readonly keys: readonly string[]
  /** numbers that can be told anywhere, for comparing */
  readonly phones: readonly string[]
  readonly keyIds: readonly string[]
  /** of a group */
  readonly members: readonly string[]
  /** words that it is found by, each after a space; digits of its numbers */
  readonly haystack: string
  readonly digits: string
}

/** Words of one contact that it is found by: more are no name of anybody. */
const most = 60
const nothing: readonly string[] = []

export function bookEntry(contact: Contact): BookEntry {
  const { emails, phones, organisations, groups, nicknames, name, ims } = contact
  const shown = displayName(contact)
  const addresses = emails.map(({ address }) => address)
  const named = [
    shown,
    ...(name.full === shown ? [] : [name.full]),
    `${name.given} ${name.family}`,
    name.phoneticGiven,
    name.phoneticFamily,
    ...nicknames,
    ...addresses,
    ...ims.map(({ address }) => address),
    ...organisations.map((one) => one.name),
    ...groups,
  ]
  const words = new Set(wordsOf(named.join('\n'), most))
  const keys = addresses.map(addressKey)
  return {
    id: contact.id,
    kind: contact.kind,
    own: contact.own,
    confirmed: contact.confirmed,
    displayName: shown,
    address: preferred(emails)?.address ?? null,
    phone: preferred(phones)?.number ?? null,
    organisation: organisations.find((one) => one.name !== '')?.name ?? null,
    photo: contact.photo !== null,
    groups: groups.length === 0 ? nothing : groups,
    tagIds: contact.tagIds.length === 0 ? nothing : contact.tagIds,
    uids: uidsOf(contact),
    addresses,
    keys: keys.every((key, i) => key === addresses[i]) ? addresses : keys,
    phones: phones.length === 0 ? nothing : phones.flatMap(({ e164 }) => e164 ?? []),
    keyIds: contact.keys.length === 0 ? nothing : contact.keys.map(({ id }) => id),
    members: contact.members.length === 0 ? nothing : contact.members,
    haystack: ` ${[...words].join(' ')}`,
    digits: phones.map(({ number, e164 }) => `${number.replace(/\D/g, '')} ${e164?.slice(1) ?? ''}`).join(' '),
  }
}

function uidsOf({ uid, extra }: Contact): string[] {
  const others = extra.flatMap(({ name, value }) => (name === mergedUid && value !== null ? [value] : []))
  return [uid, ...others].filter((one) => one !== '').map(uidKey)
}
