import type { Contact, VcardProperty } from '../defs/index.ts'

/** Names of vCard groups in a contact, in lower case. */
export function groupsIn(contact: Contact): Set<string> {
  const names = new Set<string>()
  mapWritten(contact, (kept) => {
    if (kept.group !== '') names.add(kept.group.toLowerCase())
    return kept
  })
  return names
}

/** The contact with other group names where they are taken: what is bound together there must not bind here. */
export function regrouped(contact: Contact, taken: ReadonlySet<string>): Contact {
  const names = new Map<string, string>()
  let number = 0
  const fresh = (): string => {
    let name: string
    do {
      number++
      name = `item${number}`
    } while (taken.has(name) || own.has(name))
    return name
  }
  const own = groupsIn(contact)
  if (![...own].some((name) => taken.has(name))) return contact
  return mapWritten(contact, (kept) => {
    const key = kept.group.toLowerCase()
    if (key === '' || !taken.has(key)) return kept
    const name = names.get(key) ?? fresh()
    names.set(key, name)
    return { ...kept, group: name }
  })
}

type Change = (kept: VcardProperty) => VcardProperty

function mapWritten(contact: Contact, change: Change): Contact {
  const entries = <T extends { readonly written: VcardProperty | null }>(list: readonly T[]): T[] =>
    list.map((entry) => (entry.written === null ? entry : { ...entry, written: change(entry.written) }))
  const record = (written: Readonly<Record<string, VcardProperty>>): Record<string, VcardProperty> =>
    Object.fromEntries(Object.entries(written).map(([name, kept]) => [name, change(kept)]))
  const { photo } = contact
  return {
    ...contact,
    emails: entries(contact.emails),
    phones: entries(contact.phones),
    ims: entries(contact.ims),
    socials: entries(contact.socials),
    postals: entries(contact.postals),
    dates: entries(contact.dates),
    urls: entries(contact.urls),
    notes: entries(contact.notes),
    keys: entries(contact.keys),
    organisations: contact.organisations.map((one) => ({ ...one, written: record(one.written) })),
    written: record(contact.written),
    extra: contact.extra.map(change),
    photo: photo === null || photo.written === null ? photo : { ...photo, written: change(photo.written) },
  }
}
