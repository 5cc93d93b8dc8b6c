import type { Contact, VcardProperty } from '../defs/index.ts'
import { addressKey } from './address.ts'
import { tidy } from './fields.ts'
import { groupsIn, regrouped } from './regroup.ts'
import { uidKey } from './uid.ts'

/** The fields that are lists, and what tells two entries of each apart. */
type ListField =
  | 'nicknames'
  | 'emails'
  | 'phones'
  | 'ims'
  | 'socials'
  | 'organisations'
  | 'postals'
  | 'dates'
  | 'urls'
  | 'notes'
  | 'groups'
  | 'members'
  | 'keys'
  | 'tagIds'
  | 'extra'

/** Text that two entries are the same by, however they were written. */
const keysOf: { readonly [F in ListField]: (entry: Contact[F][number]) => string } = {
  nicknames: (name) => name.toLowerCase(),
  emails: ({ address }) => addressKey(address),
  phones: ({ number, e164 }) => e164 ?? (number.replace(/[^\d+]/g, '') || number),
  ims: ({ protocol, address }) => `${protocol}:${address.toLowerCase()}`,
  socials: ({ service, address }) => `${service}:${address.toLowerCase()}`,
  organisations: ({ name, department, title, role }) => JSON.stringify([name, department, title, role]).toLowerCase(),
  postals: ({ poBox, extended, street, locality, region, code, country }) =>
    JSON.stringify([poBox, extended, street, locality, region, code, country]).toLowerCase(),
  dates: ({ kind, date }) => `${kind}:${date}`,
  urls: ({ url }) => url,
  notes: ({ text }) => text.trim(),
  groups: (name) => name,
  members: (member) => member,
  keys: ({ id, text }) => id || text,
  tagIds: (id) => id,
  extra: ({ name, group, parameters, value, blob }) => JSON.stringify([name, group, parameters, value, blob]),
}
export const listFields = Object.keys(keysOf) as ListField[] // checked: its keys are of that type

/** A list as pairs of key and entry; of entries that are the same, the first. */
export function keyed<F extends ListField>(field: F, entries: Contact[F]): Map<string, Contact[F][number]> {
  const map = new Map<string, Contact[F][number]>()
  const keyOf: (entry: Contact[F][number]) => string = keysOf[field]
  for (const entry of entries) {
    const key = keyOf(entry)
    if (!map.has(key)) map.set(key, entry)
  }
  return map
}

/** By field, whose is taken. */
export type Choice = {
  readonly [F in Exclude<ListField, 'extra'> | 'name' | 'kind' | 'photo' | 'language' | 'timezone']?: string | undefined
}

/** Where the UIDs of contacts that went into another are kept: groups and files still know them by these. */
export const mergedUid = 'x-caliopen-merged-uid'

/**
 * One contact of several, the first being the one that stays. What was chosen is taken from the contact named; else lists
 * are put together, and of what there is one, the first that says anything.
 */
export function merged(given: readonly [Contact, ...Contact[]], choose: Choice, nowMs: number): Contact {
  const contacts = apart(given)
  const [into, ...others] = contacts
  const chosen = (field: keyof Choice) => contacts.find(({ id }) => id === choose[field])
  const named = chosen('name') ?? contacts.find(({ name }) => name.full !== '') ?? into
  const lists = Object.fromEntries(
    listFields.map((field) => [field, chosenList(field, contacts, choose) ?? union(field, contacts)]),
  )
  return tidy({
    ...into,
    ...lists,
    extra: unionOfExtra(contacts),
    name: named.name,
    kind: (chosen('kind') ?? into).kind,
    photo: (chosen('photo') ?? contacts.find(({ photo }) => photo !== null) ?? into).photo,
    language: (chosen('language') ?? contacts.find(({ language }) => language !== '') ?? into).language,
    timezone: (chosen('timezone') ?? contacts.find(({ timezone }) => timezone !== '') ?? into).timezone,
    written: { ...into.written, ...pick(named.written, ['fn', 'n']) },
    confirmed: true,
    own: contacts.some(({ own }) => own),
    uid: into.uid || others.find(({ uid }) => uid !== '')?.uid || '',
    createdAtMs: Math.min(...contacts.map(({ createdAtMs }) => createdAtMs)),
    revision: into.revision + 1,
    updatedAtMs: nowMs,
  })
}

function chosenList(field: ListField, contacts: readonly Contact[], choose: Choice): unknown[] | null {
  if (field === 'extra') return null
  return contacts.find(({ id }) => id === choose[field])?.[field] ?? null
}

/** What is bound by a group in one of them must not be bound by it in another. */
function apart([into, ...others]: readonly [Contact, ...Contact[]]): [Contact, ...Contact[]] {
  const taken = groupsIn(into)
  const rest = others.map((other) => {
    const own = regrouped(other, taken)
    for (const name of groupsIn(own)) taken.add(name)
    return own
  })
  return [into, ...rest]
}

function union<F extends ListField>(field: F, contacts: readonly Contact[]): Contact[F][number][] {
  const all = new Map<string, Contact[F][number]>()
  for (const contact of contacts) {
    for (const [key, entry] of keyed(field, contact[field])) if (!all.has(key)) all.set(key, entry)
  }
  return [...all.values()]
}

const labelName = 'x-ablabel'
/** What a card says of itself stays with its contact. */
const ownProperties: readonly string[] = ['rev', 'prodid']

/** Properties that we do not know, put together; labels go with what they label. */
function unionOfExtra(contacts: readonly [Contact, ...Contact[]]): VcardProperty[] {
  const [into, ...others] = contacts
  const said = (property: VcardProperty) => JSON.stringify({ ...property, group: '' })
  const there = new Set(into.extra.map(said))
  const all = into.extra.filter(({ name }) => name !== 'rev')
  for (const { extra, uid } of others) {
    const fresh = extra.filter(
      (property) => property.name !== labelName && !ownProperties.includes(property.name) && !there.has(said(property)),
    )
    for (const property of fresh) there.add(said(property))
    const groups = new Set(fresh.map(({ group }) => group))
    all.push(...fresh, ...extra.filter(({ name, group }) => name === labelName && groups.has(group)))
    const known = [into.uid, ...all.flatMap(({ name, value }) => (name === mergedUid ? (value ?? '') : []))].map(uidKey)
    if (uid !== '' && !known.includes(uidKey(uid))) all.push(uidProperty(uid))
  }
  return all
}

const uidProperty = (uid: string): VcardProperty => ({
  name: mergedUid,
  group: '',
  parameters: {},
  value: uid,
  blob: null,
  label: null,
})

const pick = (written: Contact['written'], names: readonly string[]): Contact['written'] =>
  Object.fromEntries(names.flatMap((name) => (written[name] === undefined ? [] : [[name, written[name]]])))
