import type { Attachment, Message, Participant } from '../defs/index.ts'
import type { PreparedMail } from '../ports.ts'
import { ingestLimits } from './limits.ts'

interface Authored {
  readonly participants: readonly Participant[]
  readonly listId: string | null
}

/**
 * Whether other bytes with the same Message-ID are another copy of the same message (the Sent copy, a list's copy) by
 * what stands in their headers: the same author and the same date. The words and the files have to be the same as
 * well, which only whole messages can tell. What fails this is shown as a message of its own: a Message-ID is no proof, anybody can repeat
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

interface Opened extends WithFiles {
  /** PreparedMail.opening */
  readonly opening: string
}

/**
 * Whether both begin with the same words. Those of a list's copy may stand among what the list has added; of files
 * without a word, only what the list has added is there.
 */
export function sameOpening(one: Opened, other: Opened): boolean {
  const [a, b] = [firstWords(one.opening), firstWords(other.opening)]
  if (a === b) return true
  return isWithin(one, other) || isWithin(other, one)
}

function isWithin(original: Opened, { listId, opening }: Opened): boolean {
  const words = firstWords(original.opening)
  if (listId === null || (words === '' && original.attachments.length === 0)) return false
  return words === '' || ` ${opening} `.includes(` ${words} `)
}

const firstWords = (opening: string): string => opening.split(' ').slice(0, ingestLimits.openingWords).join(' ')

interface WithFiles {
  readonly listId: string | null
  readonly attachments: readonly Attachment[]
}

/**
 * The files of two copies in pairs of the same name, type and size; null where one has a file that the other has not, which
 * nobody would find any more if only one was shown. A list may add a short text, its footer.
 */
export function pairFiles(one: WithFiles, other: WithFiles): [Attachment, Attachment][] | null {
  const left = [...other.attachments]
  const pairs: [Attachment, Attachment][] = []
  for (const file of one.attachments) {
    const at = left.findIndex((candidate) => fileKey(candidate) === fileKey(file))
    const [found] = at < 0 ? [] : left.splice(at, 1)
    if (found !== undefined) pairs.push([file, found])
    else if (one.listId === null || !isFooter(file)) return null
  }
  return left.every((file) => other.listId !== null && isFooter(file)) ? pairs : null
}

const fileKey = ({ name, type, sizeBytes }: Attachment): string =>
  `${name}\n${type.split(/[;\s]/)[0]?.toLowerCase()}\n${sizeBytes}`

const isFooter = ({ type, sizeBytes }: Attachment): boolean =>
  /^text\/plain\b/i.test(type) && sizeBytes <= ingestLimits.footerBytes
