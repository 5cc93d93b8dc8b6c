import {
  blankCard,
  blankName,
  type Contact,
  type ContactFields,
  type ContactKey,
  type ContactName,
  type ContactPatch,
} from '../defs/index.ts'
import { addressKey } from './address.ts'
import { impliedName } from './naming.ts'

export const emptyName = blankName()

export const emptyFields: ContactFields = { ...blankCard(), confirmed: true, tagIds: [] }

/** The parts of a contact that a patch can name: fields, and the parts of the name each by itself (`name.given`). */
export type FieldPath = Exclude<keyof ContactFields, 'name'> | `name.${keyof ContactName}`

/** What a patch names, part by part. Absent fields are not in it. */
export function pathsOf(patch: ContactPatch): Map<FieldPath, unknown> {
  const paths = new Map<FieldPath, unknown>()
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined) continue
    if (field !== 'name')
      paths.set(field as FieldPath, value) // checked: the fields of a patch are those of a contact
    else {
      for (const [part, text] of Object.entries(value)) {
        if (text !== undefined) paths.set(`name.${part as keyof ContactName}`, text)
      }
    }
  }
  return paths
}

export function readPath(fields: ContactFields, path: FieldPath): unknown {
  return path.startsWith('name.') ? Reflect.get(fields.name, path.slice('name.'.length)) : Reflect.get(fields, path)
}

/** Fields of a contact with others in their place. */
export function withPaths<T extends ContactFields>(fields: T, values: ReadonlyMap<FieldPath, unknown>): T {
  const name = { ...fields.name }
  const others: Record<string, unknown> = {}
  for (const [path, value] of values) {
    if (path.startsWith('name.')) Reflect.set(name, path.slice('name.'.length), value)
    else others[path] = value
  }
  return { ...fields, ...others, name }
}

/** Whether two values of a field say the same; what core works out itself is left aside. */
export function sameValue(path: FieldPath, a: unknown, b: unknown): boolean {
  return JSON.stringify(comparable(path, a)) === JSON.stringify(comparable(path, b))
}

function comparable(path: FieldPath, value: unknown): unknown {
  if (!Array.isArray(value)) return value
  if (path === 'phones') return value.map((entry) => ({ ...Object(entry), e164: null }))
  if (path === 'keys') return value.map((entry) => ({ ...Object(entry), ...unknownOfKey }))
  return value
}

const unknownOfKey = { id: '', fingerprint: null, createdAtMs: null, addedAtMs: 0 }

/**
 * A contact as it is kept: without empty entries, each address once, line ends as one, a full name where there is anything
 * to call it by.
 */
export function tidy<T extends ContactFields>(given: T): T {
  const contact = lineEnds(given)
  const tidied = {
    ...contact,
    nicknames: distinct(contact.nicknames, (text) => text),
    groups: distinct(contact.groups, (text) => text),
    tagIds: distinct(contact.tagIds, (id) => id),
    members: distinct(contact.members, (member) => member),
    emails: distinct(contact.emails, ({ address }) => addressKey(address)),
    organisations: contact.organisations.filter(({ written: _, ...texts }) => says(texts)),
    postals: contact.postals.filter(({ label: _, types: __, preferred: ___, written: ____, ...texts }) => says(texts)),
    notes: contact.notes.filter(({ text }) => text !== ''),
    socials: contact.socials.map((entry) => ({
      ...entry,
      types: entry.types.filter((type) => type !== entry.service),
    })),
    keys: distinct(contact.keys, ({ id, text }) => id || text),
  }
  const full = tidied.name.full.trim() === '' ? impliedName(tidied) : tidied.name.full
  return full === tidied.name.full ? tidied : { ...tidied, name: { ...tidied.name, full } }
}

const says = (texts: Readonly<Record<string, string>>): boolean => Object.values(texts).some((text) => text !== '')

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const one = key(item)
    if (one === '' || seen.has(one)) return false
    seen.add(one)
    return true
  })
}

/** Line ends as one, everywhere. The same object where there is nothing to change. */
function lineEnds<T>(value: T): T {
  return JSON.stringify(value).includes('\\r') ? mapped(value) : value
}

function mapped<T>(value: T): T
function mapped(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\r\n?/g, '\n')
  if (Array.isArray(value)) return value.map((item) => mapped(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item)]))
}

/** What a new contact has beside its fields. */
export function newContact(
  id: string,
  fields: ContactFields,
  { nowMs, uid, own = false }: { readonly nowMs: number; readonly uid: string; readonly own?: boolean },
): Contact {
  return tidy({
    ...fields,
    id,
    own,
    photo: null,
    uid,
    written: {},
    revision: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  })
}

/** A key as the user gave it, with what can be told of it. */
export function completeKey(
  key: ContactKey,
  told: Pick<ContactKey, 'id' | 'fingerprint' | 'createdAtMs'> | undefined,
  nowMs: number,
): ContactKey {
  return { ...key, ...told, addedAtMs: key.addedAtMs === 0 ? nowMs : key.addedAtMs }
}
