import {
  type Attachment,
  fail,
  type Message,
  type MessageFlags,
  type MessageSummary,
  type Participant,
} from '../../../core/defs/index.ts'
import { senderOf } from '../../derived/index.ts'

/** A row of `messages`, as statements select it. */
export interface MessageRow {
  readonly row: number
  readonly id: string
  readonly thread: number
  readonly thread_id: string
  readonly date_ms: number
  readonly received_ms: number
  readonly sort_ms: number
  readonly subject: string
  readonly excerpt: string
  readonly message_id: string | null
  readonly list_id: string | null
  readonly size_bytes: number
  readonly body_state: number
  readonly problem: string | null
  readonly flags: number
  readonly hidden: number
  readonly has_link: number
  readonly has_invite: number
  readonly parts: string
  readonly participant_set: string
  readonly own: number
  readonly technic: number | null
  readonly context: number | null
  readonly comportment: number | null
  readonly overall: number | null
  readonly rules: number | null
  readonly importance: number
  readonly correction: number | null
}

export interface SummaryRow extends MessageRow {
  /** JSON array of mailbox ids */
  readonly mailbox_ids: string
  readonly discussion_id: string
  readonly tag_ids: string
}

/** The columns of MessageRow, for statements that read `messages m`. */
export const messageColumns = `m.row, m.id, m.thread, (select t.id from threads t where t.row = m.thread) as thread_id,
  m.date_ms, m.received_ms, m.sort_ms, m.subject, m.excerpt, m.message_id, m.list_id, m.size_bytes, m.body_state,
  m.problem, m.flags, m.hidden, m.has_link, m.has_invite, m.parts, m.participant_set, m.own, m.technic, m.context,
  m.comportment, m.overall, m.rules, m.importance, m.correction`

/** The column that makes a MessageRow a SummaryRow. */
export const mailboxIdsColumn = `(select json_group_array(b.id order by b.id) from memberships s
  join mailboxes b on b.row = s.mailbox where s.message = m.row) as mailbox_ids,
  coalesce((select discussion from participant_sets where id = m.participant_set), '') as discussion_id,
  (select json_group_array(tag order by tag) from message_tags where message = m.row) as tag_ids`

const bodyStates = ['pending', 'full', 'unreadable'] as const
const participantTypes = ['from', 'to', 'cc', 'bcc', 'reply-to', 'sender'] as const

/** Bits of `messages.flags`. */
export const flagBits = { seen: 1, flagged: 2, answered: 4, forwarded: 8, draft: 16 } as const
export const pendingState = bodyStates.indexOf('pending')

export function packFlags(flags: MessageFlags): number {
  return (
    (flags.seen ? flagBits.seen : 0) |
    (flags.flagged ? flagBits.flagged : 0) |
    (flags.answered ? flagBits.answered : 0) |
    (flags.forwarded ? flagBits.forwarded : 0) |
    (flags.draft ? flagBits.draft : 0)
  )
}

export function unpackFlags(bits: number): MessageFlags {
  return {
    seen: (bits & flagBits.seen) !== 0,
    flagged: (bits & flagBits.flagged) !== 0,
    answered: (bits & flagBits.answered) !== 0,
    forwarded: (bits & flagBits.forwarded) !== 0,
    draft: (bits & flagBits.draft) !== 0,
  }
}

/**
 * The lists of a message in one JSON column, without field names: a page of 50 rows is read in a millisecond, where
 * tables of their own would cost 250 look-ups.
 */
type Parts = [
  participants: [type: number, address: string, label: string][],
  attachments: [
    index: number,
    name: string,
    type: string,
    sizeBytes: number,
    contentId: string | null,
    inline: 0 | 1,
  ][],
  inReplyTo: string[],
  references: string[],
  copies: [blob: string, sizeBytes: number][],
]

export function packParts(message: Message): string {
  const parts: Parts = [
    message.participants.map(({ type, address, label }) => [participantTypes.indexOf(type), address, label]),
    message.attachments.map((file) => [
      file.index,
      file.name,
      file.type,
      file.sizeBytes,
      file.contentId,
      file.inline ? 1 : 0,
    ]),
    message.inReplyTo,
    message.references,
    message.copies.map(({ blob, sizeBytes }) => [blob, sizeBytes]),
  ]
  return JSON.stringify(parts)
}

/** The edge: five lists or `corrupt`. What is within them was written by packParts in the same transaction as the row. */
function unpackParts(id: string, text: string): Parts {
  const parts: unknown = parseOrNull(text)
  if (Array.isArray(parts) && parts.length === 5 && parts.every(Array.isArray)) return parts as unknown as Parts // checked
  throw fail('corrupt', 'A message in the database cannot be read. Run a check of the data in the settings.', {
    details: `parts of message ${id}`,
  })
}

export function toMessage(row: MessageRow): Message {
  const [participants, attachments, inReplyTo, references, copies] = unpackParts(row.id, row.parts)
  return {
    id: row.id,
    threadId: row.thread_id,
    dateMs: row.date_ms,
    receivedMs: row.received_ms,
    sortMs: row.sort_ms,
    subject: row.subject,
    excerpt: row.excerpt,
    participants: participants.map(
      ([type, address, label]): Participant => ({ type: participantTypes[type] ?? 'from', address, label }),
    ),
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
    messageId: row.message_id,
    inReplyTo,
    references,
    listId: row.list_id,
    sizeBytes: row.size_bytes,
    bodyState: bodyStates[row.body_state] ?? 'unreadable',
    problem: row.problem,
    copies: copies.map(([blob, sizeBytes]) => ({ blob, sizeBytes })),
    flags: unpackFlags(row.flags),
    hasLink: row.has_link === 1,
    hasInvite: row.has_invite === 1,
    participantSetId: row.participant_set,
    own: row.own === 1,
    privacy: toPrivacy(row),
    importance: row.importance,
    correction: row.correction,
  }
}

function toPrivacy({ technic, context, comportment, overall, rules }: MessageRow): Message['privacy'] {
  if (technic === null || context === null || comportment === null || overall === null || rules === null) return null
  return { technic, context, comportment, overall, rules }
}

export function toSummary(row: SummaryRow): MessageSummary {
  const ids = (text: string): string[] => {
    const list: unknown = parseOrNull(text)
    return Array.isArray(list) ? list.map(String) : []
  }
  return {
    ...toMessage(row),
    mailboxIds: ids(row.mailbox_ids),
    discussionId: row.discussion_id,
    tagIds: ids(row.tag_ids),
  }
}

/** The values of a row, in the order that the statements of write.ts bind them after row and thread. */
export function toColumns(message: Message) {
  const sender = senderOf(message)
  return {
    id: message.id,
    date_ms: message.dateMs,
    received_ms: message.receivedMs,
    sort_ms: message.sortMs,
    subject: message.subject,
    excerpt: message.excerpt,
    message_id: message.messageId,
    list_id: message.listId,
    size_bytes: message.sizeBytes,
    body_state: bodyStates.indexOf(message.bodyState),
    problem: message.problem,
    flags: packFlags(message.flags),
    has_link: message.hasLink ? 1 : 0,
    has_invite: message.hasInvite ? 1 : 0,
    attachment_count: message.attachments.filter((file) => !file.inline).length,
    sender: sender === null ? null : JSON.stringify([sender.address, sender.label]),
    parts: packParts(message),
    participant_set: message.participantSetId,
    own: message.own ? 1 : 0,
    technic: message.privacy?.technic ?? null,
    context: message.privacy?.context ?? null,
    comportment: message.privacy?.comportment ?? null,
    overall: message.privacy?.overall ?? null,
    rules: message.privacy?.rules ?? null,
    importance: message.importance,
    correction: message.correction,
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
