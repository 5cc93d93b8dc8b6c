import { type Contact, type ContactPatch, type Failure, fail } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { addressKey } from './address.ts'
import { completeKey, emptyFields, type FieldPath, pathsOf, readPath, sameValue, tidy, withPaths } from './fields.ts'
import { composedName } from './naming.ts'

/** What a patch makes of a contact, and what it set: for undoing it field by field. */
export interface Patched {
  readonly contact: Contact
  readonly paths: readonly FieldPath[]
}

/** Both values of a field that is another by now. */
interface StaleField {
  /** what the patch began with */
  readonly from: unknown
  readonly yours: unknown
  readonly current: unknown
}

/**
 * A patch with the state that it started from (CALIOPEN.md section 13): a field that `currentState` leaves out was empty.
 * One stale field refuses the whole patch; the failure carries the contact as it is, and both values of each such field.
 */
export function patched(
  before: Contact,
  given: { readonly currentState: ContactPatch; readonly set: ContactPatch },
  nowMs: number,
): Patched {
  const from = pathsOf(given.currentState)
  const set = pathsOf(given.set)
  const stale: Record<string, StaleField> = {}
  for (const [path, yours] of set) {
    const current = readPath(before, path)
    if (sameValue(path, yours, current)) set.delete(path)
    else {
      const began = from.has(path) ? from.get(path) : readPath(emptyFields, path)
      if (!isUnsaid(path, from) && !sameValue(path, began, current)) stale[path] = { from: began, yours, current }
    }
  }
  const [first] = Object.keys(stale)
  if (first !== undefined) throw conflict(before, stale, first)
  return finish(before, set, nowMs)
}

/** `confirmed` is no value that the user typed: it may be set without saying what it was. */
const isUnsaid = (path: FieldPath, from: ReadonlyMap<FieldPath, unknown>): boolean =>
  (path === 'confirmed' || path === 'kind') && !from.has(path)

function finish(before: Contact, set: Map<FieldPath, unknown>, nowMs: number): Patched {
  if (set.size === 0) return { contact: before, paths: [] }
  // who is edited is known
  if (!before.confirmed && !set.has('confirmed')) set.set('confirmed', true)
  const edited = withPaths<Contact>(before, set)
  // the full name follows its parts for as long as it was made of them
  const follows = !set.has('name.full') && before.name.full === composedName(before.name)
  const name = follows ? { ...edited.name, full: composedName(edited.name) } : edited.name
  // when it was written last is not said by what came in any more
  const extra = set.has('extra') ? edited.extra : edited.extra.filter(({ name: property }) => property !== 'rev')
  const contact = tidy({ ...edited, name, extra, revision: before.revision + 1, updatedAtMs: nowMs })
  return { contact, paths: [...set.keys()] }
}

function conflict(contact: Contact, fields: Readonly<Record<string, StaleField>>, field: string): Failure {
  return fail('conflict', 'This contact was changed meanwhile. Both versions are kept. Choose for each field.', {
    field,
    current: { contact, fields },
  })
}

/** How a patch is undone: what it set has to stand there still. */
export function inversePatch(
  before: Contact,
  { contact, paths }: Patched,
): { currentState: ContactPatch; set: ContactPatch } {
  const pick = (of: Contact): ContactPatch => {
    const values = new Map(paths.map((path) => [path, readPath(of, path)]))
    const { name: _, ...others } = Object.fromEntries([...values].filter(([path]) => !path.startsWith('name.')))
    const name = Object.fromEntries(
      [...values].flatMap(([path, value]) => (path.startsWith('name.') ? [[path.slice(5), value]] : [])),
    )
    return { ...others, ...(Object.keys(name).length > 0 ? { name } : {}) } as ContactPatch // checked: made of its paths
  }
  return { currentState: pick(contact), set: pick(before) }
}

/** What only core can tell: numbers as they are dialled from anywhere, ids and fingerprints of keys. */
export async function completed(
  { cards, clock }: Pick<CoreContext, 'cards' | 'clock'>,
  set: ContactPatch,
  country: string | null,
): Promise<ContactPatch> {
  const { phones, keys } = set
  if (phones === undefined && keys === undefined) return set
  const numbers = (phones ?? []).map(({ number }) => number)
  const told = await cards.describe({ numbers, country, keys: (keys ?? []).map(({ kind, text }) => ({ kind, text })) })
  return {
    ...set,
    ...(phones === undefined ? {} : { phones: phones.map((phone, i) => ({ ...phone, e164: told.e164[i] ?? null })) }),
    ...(keys === undefined ? {} : { keys: keys.map((key, i) => completeKey(key, told.keys[i], clock.nowMs())) }),
  }
}

/** The user's own card keeps the addresses of the accounts, whatever is set. */
export function withOwnAddresses(contact: Contact, addresses: readonly string[]): Contact {
  if (!contact.own) return contact
  const there = new Set(contact.emails.map(({ address }) => addressKey(address)))
  const missing = addresses.filter((address) => !there.has(addressKey(address)))
  const added = missing.map((address) => ({ address, label: '', types: [], preferred: false, written: null }))
  return missing.length === 0 ? contact : { ...contact, emails: [...contact.emails, ...added] }
}
