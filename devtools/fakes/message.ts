import type { Message } from '../../core/defs/index.ts'

/** A whole message with nothing but what a test says of it: unread, and alone in a thread of its own. */
export function fakeMessage({ id = 'message-1', sortMs = 1000, ...change }: Partial<Message> = {}): Message {
  return {
    id,
    threadId: id,
    dateMs: sortMs,
    receivedMs: sortMs,
    sortMs,
    subject: '',
    excerpt: '',
    participants: [],
    attachments: [],
    messageId: null,
    inReplyTo: [],
    references: [],
    listId: null,
    sizeBytes: 10,
    bodyState: 'full',
    problem: null,
    copies: [],
    flags: { seen: false, flagged: false, answered: false, forwarded: false, draft: false },
    hasLink: false,
    hasInvite: false,
    participantSetId: '',
    own: false,
    privacy: null,
    importance: 0,
    correction: null,
    ...change,
  }
}
