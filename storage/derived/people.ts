import type { Message, Participant } from '../../core/defs/index.ts'

/** RFC 5321 allows 254; what is longer is no address. */
const maxAddressUnits = 320

const recipientTypes: readonly Participant['type'][] = ['to', 'cc', 'bcc']

/** Lower-case addresses that a message was written to. */
export function recipientsOf(message: Message): Set<string> {
  const recipients = message.participants.filter(({ type }) => recipientTypes.includes(type))
  return new Set(recipients.map(({ address }) => address.toLowerCase()))
}

/**
 * Those that a message is between: who wrote it and whom it was written to, lower-case address to label ('' if none), in the
 * order of the message. Where replies should go, and who sent it for another, is nobody in it.
 */
export function talkersOf({ participants }: Pick<Message, 'participants'>): Map<string, string> {
  const hasAuthor = participants.some(({ type }) => type === 'from')
  const talkers = participants.filter(({ type }) => type !== 'reply-to' && (type !== 'sender' || !hasAuthor))
  return peopleOf({ participants: talkers })
}

/** Everybody on a message once: lower-case address to label ('' if none). */
export function peopleOf(message: Pick<Message, 'participants'>): Map<string, string> {
  const people = new Map<string, string>()
  for (const { address, label } of message.participants) {
    const key = address.toLowerCase()
    if (!key.includes('@') || key.length > maxAddressUnits) continue
    if ((people.get(key) ?? '') === '') people.set(key, label)
  }
  return people
}
