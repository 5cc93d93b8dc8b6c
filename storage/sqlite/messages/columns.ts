import { createHash } from 'node:crypto'
import type { Message } from '../../../core/defs/index.ts'
import { senderOf } from '../../derived/index.ts'
import { type Interned, storeId } from '../interned/index.ts'
import { packCopies } from './copies.ts'
import { bodyStates, packFlags } from './flags.ts'
import { packParts, packPeople } from './parts.ts'

export type Columns = ReturnType<typeof toColumns>

/** The values of a row of `messages`; row, thread, set and what is derived are the commit's to add. */
export function toColumns(message: Message, interned: Interned) {
  const sender = senderOf(message)
  return {
    id: storeId(message.id),
    sender: sender === null ? null : interned.personRow(sender.address, sender.label),
    ...listColumns(message.listId, interned),
    sort_ms: message.sortMs,
    date_shift: message.dateMs - message.sortMs,
    received_shift: message.receivedMs - message.sortMs,
    size_bytes: message.sizeBytes,
    body_state: bodyStates.indexOf(message.bodyState),
    flags: packFlags(message.flags),
    has_link: message.hasLink ? 1 : 0,
    has_invite: message.hasInvite ? 1 : 0,
    own: message.own ? 1 : 0,
    attachment_count: message.attachments.filter((file) => !file.inline).length,
    ...scoreColumns(message.privacy, message.importance),
    correction: message.correction,
    message_key: message.messageId === null ? null : messageKey(message.messageId),
    subject: message.subject,
    excerpt: message.excerpt,
    message_id: message.messageId,
    problem: message.problem,
    people: packPeople(message.participants, interned),
    parts: packParts(message),
    copies: packCopies(message.copies, message.sizeBytes),
  }
}

export function scoreColumns(privacy: Message['privacy'], importance: number) {
  return {
    importance,
    rules: privacy?.rules ?? null,
    technic: privacy?.technic ?? null,
    context: privacy?.context ?? null,
    comportment: privacy?.comportment ?? null,
    overall: privacy?.overall ?? null,
  }
}

/** `list` only where the case of the letters is not what lists are compared by. */
function listColumns(listId: string | null, interned: Interned): { list: number | null; list_key: number | null } {
  if (listId === null) return { list: null, list_key: null }
  const key = listId.toLowerCase()
  return {
    list: key === listId ? null : interned.nameRow(`list=${listId}`),
    list_key: interned.nameRow(`list:${key}`),
  }
}

/** What the index of Message-IDs holds instead of the text: 48 bits of its hash. What is found is compared whole. */
export function messageKey(messageId: string): number {
  return createHash('sha1').update(messageId).digest().readUIntBE(0, 6)
}
