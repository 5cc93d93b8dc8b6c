import type { Message, Participant } from '../defs/index.ts'
import type { PreparedMail } from '../ports.ts'

interface Authored {
  readonly participants: readonly Participant[]
  readonly listId: string | null
}

/**
 * Whether other bytes with the same Message-ID are another copy of the same message (the Sent copy, a list's copy) by
 * what stands in their headers: the same author and the same date. The texts have to begin alike as well, which only
 * whole messages can tell. What fails this is shown as a message of its own: a Message-ID is no proof, anybody can repeat
 * one.
 */
export function sameHeaders(stored: Message, prepared: PreparedMail): boolean {
  if (stored.messageId === null || stored.messageId !== prepared.messageId) return false
  if (prepared.dateMs !== null && prepared.dateMs !== stored.dateMs) return false
  return sameAuthor(stored, prepared)
}

/** A list that rewrites From ("Anna via List") leaves the author in Reply-To, or in the name. */
function sameAuthor(one: Authored, other: Authored): boolean {
  const [a, b] = [addressOf(one, 'from'), addressOf(other, 'from')]
  if (a === b) return true
  if (one.listId === null && other.listId === null) return false
  return isMunged(one, b) || isMunged(other, a)
}

const isMunged = (listed: Authored, author: string): boolean =>
  listed.listId !== null && addressOf(listed, 'reply-to') === author && /\bvia\b/i.test(labelOf(listed))

const addressOf = ({ participants }: Authored, type: Participant['type']): string =>
  participants.find((person) => person.type === type)?.address.toLowerCase() ?? ''

const labelOf = ({ participants }: Authored): string => participants.find(({ type }) => type === 'from')?.label ?? ''
