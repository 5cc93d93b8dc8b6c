import type { Message, Participant, ParticipantSet } from '../defs/index.ts'
import type { Hash } from '../ports.ts'
import { addressKey } from './address-book.ts'
import { discussionLimits } from './limits.ts'

/** What the first level looks at. */
export type SetFacts = Pick<Message, 'participants' | 'listId' | 'threadId'>

/** A participant set before it is known which discussion it belongs to. */
export type SetKey = Omit<ParticipantSet, 'discussionId'>

/**
 * The first level: which addresses a message is between, as they stand in it. Depends on nothing else, so it never has to
 * be worked out again. Mail of a list is the list's alone; mail between too many is its author's; mail that names nobody
 * belongs to its thread.
 */
export function participantSetOf({ participants, listId, threadId }: SetFacts, hash: Hash): SetKey {
  const nobody = { addresses: [], listId: null, circularBy: null, threadId: null }
  if (listId !== null) return { ...nobody, id: shortHash(hash, `list\n${listId}`), listId }
  const addresses = addressesOf(participants)
  const many = addresses.length > discussionLimits.people
  const author = many ? authorOf(participants) : null
  if (addresses.length === 0 || (many && author === null)) {
    return { ...nobody, id: threadSetId(threadId, hash), threadId }
  }
  if (author !== null) {
    return { ...nobody, id: shortHash(hash, `circular\n${author}`), addresses: [author], circularBy: author }
  }
  return { ...nobody, id: shortHash(hash, `people\n${addresses.join('\n')}`), addresses }
}

/** A thread that was taken out by hand: whoever its messages are between, they are together. */
export function takenOutSet(facts: SetFacts, hash: Hash): SetKey {
  const { addresses, listId } = participantSetOf(facts, hash)
  const { threadId } = facts
  return { id: threadSetId(threadId, hash), addresses, listId, circularBy: null, threadId }
}

/** of a thread that is its own discussion: taken out by hand, or of messages that name nobody */
export const threadSetId = (threadId: string, hash: Hash): string => shortHash(hash, `thread\n${threadId}`)

export const shortHash = (hash: Hash, text: string): string => hash(text).slice(0, discussionLimits.idChars)

/** Who wrote it, as a key; null if nobody says so. */
export function authorOf(participants: readonly Participant[]): string | null {
  const first = (type: Participant['type']) => participants.find((one) => one.type === type && one.address !== '')
  const author = first('from') ?? first('sender')
  return author === undefined ? null : addressKey(author.address)
}

/** Where a reader would reply to counts for nothing here: it is no participant. */
const counted: readonly Participant['type'][] = ['from', 'to', 'cc', 'bcc']

function addressesOf(participants: readonly Participant[]): string[] {
  const named = participants.some(({ type, address }) => type === 'from' && address !== '')
  const found = new Set<string>()
  for (const { type, address } of participants) {
    if (!counted.includes(type) && !(type === 'sender' && !named)) continue
    const key = addressKey(address)
    if (key !== '') found.add(key)
  }
  return [...found].sort()
}
