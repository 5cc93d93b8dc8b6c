import type { Contact, ContactName } from '../defs/index.ts'

type Named = Pick<Contact, 'name' | 'organisations' | 'nicknames' | 'emails' | 'phones' | 'ims'>

/** The parts of a name in the order that most languages of the interface write them. */
export function composedName({ prefix, given, additional, family, suffix }: ContactName): string {
  return [prefix, given, additional, family, suffix].filter((part) => part !== '').join(' ')
}

/** What a contact is called that says no full name itself: its parts, its firm, what it is called for short. */
export function impliedName({ name, organisations, nicknames }: Omit<Named, 'emails' | 'phones' | 'ims'>): string {
  return composedName(name) || organisations.find((one) => one.name !== '')?.name || nicknames[0] || ''
}

/** Never '' while there is anything that it can be called by. */
export function displayName(contact: Named): string {
  const { name, emails, phones, ims } = contact
  const means = preferred(emails)?.address ?? preferred(phones)?.number ?? preferred(ims)?.address
  return name.full.trim() || impliedName(contact) || means || ''
}

/** The one that is marked, or the first. */
export function preferred<T extends { readonly preferred: boolean }>(entries: readonly T[]): T | undefined {
  return entries.find((entry) => entry.preferred) ?? entries[0]
}
