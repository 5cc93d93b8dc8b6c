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
