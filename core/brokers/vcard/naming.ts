import type { CardContact } from '../../ports.ts'

type Named = Pick<CardContact, 'name' | 'emails' | 'phones' | 'ims'>

/** Nothing but perhaps a full name. */
export function isUnnamed({ name }: Named): boolean {
  const { full: _, ...parts } = name
  return Object.values(parts).every((part) => part === '')
}

/** What stands for the name of a card that has none, in this order: an address, a number. */
export const meansOf = ({ emails, phones, ims }: Named): string[] => [
  ...emails.map(({ address }) => address),
  ...phones.map(({ number }) => number),
  ...ims.map(({ address }) => address),
]

/** A name for a card that has to have one: its parts, or how it is reached. */
export const nameFor = (contact: Named): string => {
  const { prefix, given, additional, family, suffix } = contact.name
  const parts = [prefix, given, additional, family, suffix].filter((part) => part !== '')
  return contact.name.full || parts.join(' ') || meansOf(contact)[0] || ''
}
