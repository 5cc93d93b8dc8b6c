import type { Attachment, Message, Participant } from '../../../core/defs/index.ts'
import type { Interned, InternedReads } from '../interned/index.ts'

const participantTypes = ['from', 'to', 'cc', 'bcc', 'reply-to', 'sender'] as const

/** `messages.people`: JSON [type, row of persons, type, row ...], in the order of the message. */
export function packPeople(participants: readonly Participant[], interned: Interned): string {
  return JSON.stringify(
    participants.flatMap(({ type, address, label }) => [
      participantTypes.indexOf(type),
      interned.personRow(address, label),
    ]),
  )
}

export function unpackPeople(text: string, interned: InternedReads): Participant[] {
  const numbers = numbersIn(text)
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({
    type: participantTypes[numbers[2 * i] ?? 0] ?? 'from',
    ...interned.person(numbers[2 * i + 1] ?? 0),
  }))
}

/** A column of ours that is a JSON list of numbers. */
export function numbersIn(text: string): number[] {
  const list: unknown = JSON.parse(text)
  if (Array.isArray(list) && list.every((each) => typeof each === 'number')) return list
  throw new Error('not a list of numbers')
}

type PackedAttachment = [
  index: number,
  name: string,
  type: string,
  sizeBytes: number,
  contentId: string | null,
  inline: 0 | 1,
]
/** The last is left out when it is the last of the references alone, as it nearly always is (RFC 5322, 3.6.4). */
type Parts = [attachments: PackedAttachment[], references: string[], inReplyTo?: string[]]

/** `messages.parts`: JSON without field names; null when there is nothing to say. */
export function packParts({ attachments, references, inReplyTo }: Message): string | null {
  if (attachments.length === 0 && references.length === 0 && inReplyTo.length === 0) return null
  const parts: Parts = [
    attachments.map((file) => [file.index, file.name, file.type, file.sizeBytes, file.contentId, file.inline ? 1 : 0]),
    [...references],
  ]
  const follows = inReplyTo.length === 1 && inReplyTo[0] === references.at(-1)
  return JSON.stringify(follows ? parts : [...parts, inReplyTo])
}

export function unpackParts(text: string | null): Pick<Message, 'attachments' | 'references' | 'inReplyTo'> {
  if (text === null) return { attachments: [], references: [], inReplyTo: [] }
  const parts: unknown = JSON.parse(text)
  if (!Array.isArray(parts) || parts.length < 2 || !parts.every(Array.isArray)) throw new Error('not the parts')
  // checked: lists; what is within them was written by packParts in the same transaction as the row
  const [attachments, references, inReplyTo = references.slice(-1)] = parts as Parts
  return {
    attachments: attachments.map(
      ([index, name, type, sizeBytes, contentId, inline]): Attachment => ({
        index,
        name,
        type,
        sizeBytes,
        contentId,
        inline: inline === 1,
      }),
    ),
    references,
    inReplyTo,
  }
}
