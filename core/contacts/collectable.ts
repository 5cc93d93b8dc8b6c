import type { MessageSummary } from '../defs/index.ts'
import { addressKey } from './address.ts'
import { limits } from './limits.ts'

/** Somebody that a message shows the user to write to. */
export interface Met {
  readonly key: string
  readonly address: string
  /** as the header says it, '' if it says no name */
  readonly name: string
}

/** Addresses that nobody reads, and those that programs answer from. */
const machine =
  /^(no-?_?\.?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|bounces?|notifications?|listserv|majordomo|unsubscribe)([+._-].*)?$|(^|[+._-])(no-?_?reply|do-?_?not-?_?reply)$|^(reply|bounce|owner)[+._-]|-(request|owner|bounces|unsubscribe|subscribe|confirm|noreply)$/i

export const isMachine = (address: string): boolean => machine.test(address.slice(0, address.lastIndexOf('@')))

/**
 * Whom a message shows to be an acquaintance: those that the user wrote it to, or who wrote what the user answered. Nobody
 * of a list, of mail to many, of drafts. `own`: the user's addresses.
 */
export function peopleMet(
  message: Pick<MessageSummary, 'participants' | 'flags' | 'listId'>,
  own: ReadonlySet<string>,
): Met[] {
  const { participants, flags, listId } = message
  if (flags.draft || listId !== null) return []
  const from = participants.filter(({ type }) => type === 'from')
  const isOwn = from.some(({ address }) => own.has(addressKey(address)))
  if (!isOwn && !flags.answered) return []
  const people = isOwn ? participants.filter(({ type }) => type === 'to' || type === 'cc' || type === 'bcc') : from
  if (people.length > limits.massRecipients) return []
  const met = new Map<string, Met>()
  for (const { address, label } of people) {
    const key = addressKey(address)
    if (!isAddress(key) || own.has(key) || isMachine(key)) continue
    const name = nameOf(label, key)
    const known = met.get(key)
    if (known === undefined || known.name === '') met.set(key, { key, address: address.trim(), name })
  }
  return [...met.values()]
}

/** Anything that could be written to; what it is called is not looked at here. */
const isAddress = (key: string): boolean => /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(key) && key.length <= 254

/** A label that is only an address, this or another, is no name. */
function nameOf(label: string, key: string): string {
  const name = label
    .replace(/\s+/g, ' ')
    .replace(/^["'\s]+|["'\s]+$/g, '')
    .slice(0, 200)
  return name.includes('@') || addressKey(name) === key ? '' : name
}
