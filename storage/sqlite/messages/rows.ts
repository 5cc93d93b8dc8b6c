import { fail, type Message, type MessageSummary } from '../../../core/defs/index.ts'
import { type InternedReads, readId, type StoredId } from '../interned/index.ts'
import { unpackCopies } from './copies.ts'
import { bodyStates, unpackFlags } from './flags.ts'
import { unpackParts, unpackPeople } from './parts.ts'

/** A row of `messages`, as statements select it. */
export interface MessageRow {
  readonly row: number
  readonly id: StoredId
  readonly thread_id: StoredId
  /** null without a set */
  readonly set_id: StoredId | null
  readonly list: number | null
  readonly list_key: number | null
  readonly sort_ms: number
  readonly date_shift: number
  readonly received_shift: number
  readonly size_bytes: number
  readonly body_state: number
  readonly flags: number
  readonly has_link: number
  readonly has_invite: number
  readonly own: number
  readonly importance: number
  readonly correction: number | null
  readonly rules: number | null
  readonly technic: number | null
  readonly context: number | null
  readonly comportment: number | null
  readonly overall: number | null
  readonly subject: string
  readonly excerpt: string
  readonly message_id: string | null
  readonly problem: string | null
  readonly people: string
  readonly parts: string | null
  readonly copies: StoredId | null
}

export interface SummaryRow extends MessageRow {
  /** JSON array of mailbox ids */
  readonly mailbox_ids: string
  readonly discussion_id: StoredId | null
  /** JSON array of rows of names */
  readonly tags: string
}

/** The columns of MessageRow, for statements that read `messages m`. */
export const messageColumns = `m.row, m.id, (select t.id from threads t where t.row = m.thread) as thread_id,
  (select p.id from participant_sets p where p.row = m.participant_set) as set_id, m.list, m.list_key, m.sort_ms,
  m.date_shift, m.received_shift, m.size_bytes, m.body_state, m.flags, m.has_link, m.has_invite, m.own, m.importance,
  m.correction, m.rules, m.technic, m.context, m.comportment, m.overall, m.subject, m.excerpt, m.message_id, m.problem,
  m.people, m.parts, m.copies`

/** The columns that make a MessageRow a SummaryRow. */
export const summaryColumns = `(select json_group_array(b.id order by b.id) from memberships s
  join mailboxes b on b.row = s.mailbox where s.message = m.row) as mailbox_ids,
  (select d.id from participant_sets p join discussions d on d.row = p.discussion where p.row = m.participant_set)
  as discussion_id,
  (select json_group_array(g.tag) from message_tags g where g.message = m.row) as tags`

/** Fails with `corrupt` when a row is not what was written. */
export function toMessage(row: MessageRow, interned: InternedReads): Message {
  try {
    const { attachments, references, inReplyTo } = unpackParts(row.parts)
    return {
      id: readId(row.id),
      threadId: readId(row.thread_id),
      dateMs: row.sort_ms + row.date_shift,
      receivedMs: row.sort_ms + row.received_shift,
      sortMs: row.sort_ms,
      subject: row.subject,
      excerpt: row.excerpt,
      participants: unpackPeople(row.people, interned),
      attachments,
      messageId: row.message_id,
      inReplyTo,
      references,
      listId: listOf(row, interned),
      sizeBytes: row.size_bytes,
      bodyState: bodyStates[row.body_state] ?? 'unreadable',
      problem: row.problem,
      copies: unpackCopies(row.copies, row.size_bytes),
      flags: unpackFlags(row.flags),
      hasLink: row.has_link === 1,
      hasInvite: row.has_invite === 1,
      participantSetId: row.set_id === null ? '' : readId(row.set_id),
      own: row.own === 1,
      privacy: privacyOf(row),
      importance: row.importance,
      correction: row.correction,
    }
  } catch (thrown) {
    throw fail('corrupt', 'A message in the database cannot be read. Run a check of the data in the settings.', {
      details: `message ${row.row}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    })
  }
}

export function toSummary(row: SummaryRow, interned: InternedReads): MessageSummary {
  return {
    ...toMessage(row, interned),
    mailboxIds: listIn(row.mailbox_ids).map(String),
    discussionId: row.discussion_id === null ? '' : readId(row.discussion_id),
    tagIds: tagIdsOf(listIn(row.tags).map(Number), interned),
  }
}

/** Ids of the tags among some rows of names, sorted. */
export function tagIdsOf(rows: readonly number[], interned: InternedReads): string[] {
  const names = rows.map((row) => interned.name(row)).filter((name) => name.startsWith('tag:'))
  return names.map((name) => name.slice('tag:'.length)).sort()
}

function listOf({ list, list_key }: MessageRow, interned: InternedReads): string | null {
  if (list_key === null) return null
  return interned.name(list ?? list_key).slice('list:'.length)
}

function privacyOf({ technic, context, comportment, overall, rules }: MessageRow): Message['privacy'] {
  if (technic === null || context === null || comportment === null || overall === null || rules === null) return null
  return { technic, context, comportment, overall, rules }
}

function listIn(text: string): unknown[] {
  if (text === '[]') return []
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list : []
}
