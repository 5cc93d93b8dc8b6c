import { z } from 'zod'
import { actionDone, messageSummary, view } from './messages.ts'
import { command, pageInput, pageOf, query } from './operation.ts'
import { privacyIndex } from './privacy.ts'
import { importanceHistogram, importanceLevel, listFilter } from './ranges.ts'
import { threadPerson, threadSummary } from './threads.ts'

/**
 * The addresses that a message is between, as they stand in it: never changed once made (core/discussions has the rules).
 * `id` is their hash. Contacts and the user's own addresses decide which discussion a set belongs to, and that may change.
 */
export const participantSet = z.object({
  id: z.string(),
  /** lower case, sorted, each once; empty for a list */
  addresses: z.array(z.string()),
  listId: z.string().nullable(),
  /** the author of mail to more people than are told apart */
  circularBy: z.string().nullable(),
  /** set when the thread was taken out of its discussion by hand */
  threadId: z.string().nullable(),
  discussionId: z.string(),
})
export type ParticipantSet = z.output<typeof participantSet>

/** An address that was met as where a list takes posts; `listId` is null when it turned out to be a person's. */
export const postingAddress = z.object({
  /** the address, in lower case */
  id: z.string(),
  listId: z.string().nullable(),
})

/** Somebody in a discussion: a contact where the address belongs to one. */
export const discussionPerson = threadPerson.extend({ contactId: z.string().nullable() })
export type DiscussionPerson = z.output<typeof discussionPerson>

/** A discussion as lists show it. Counts are of its messages outside junk and bin, or of all when there are none. */
export const discussionSummary = z.object({
  id: z.string(),
  kind: z.enum(['people', 'list', 'self', 'circular']),
  /** everybody but the user, those of the newest message first, at most 8 */
  people: z.array(discussionPerson),
  peopleCount: z.number().int(),
  listId: z.string().nullable(),
  count: z.number().int(),
  unread: z.number().int(),
  flagged: z.boolean(),
  attachments: z.number().int(),
  threadCount: z.number().int(),
  lastMs: z.number().int(),
  lastMessageId: z.string(),
  lastFrom: threadPerson.nullable(),
  /** whether the newest message is the user's own */
  lastOwn: z.boolean(),
  subject: z.string(),
  excerpt: z.string(),
  tagIds: z.array(z.string()),
  importance: importanceLevel,
  /** at most that of the weakest message; null until one is scored */
  privacy: privacyIndex.nullable(),
  protocols: z.array(z.string()),
  mailboxIds: z.array(z.string()),
  /** put together or taken apart by hand */
  byHand: z.boolean(),
})
export type DiscussionSummary = z.output<typeof discussionSummary>

export const discussions = {
  list: query(
    'Discussions of a view, the one with the newest message first',
    z.object({ view: view.default('role:inbox'), ...listFilter, ...pageInput }),
    pageOf(discussionSummary),
  ),
  get: query('One discussion, without its messages', z.object({ id: z.string() }), discussionSummary),
  histogram: query(
    'How many discussions of a view lie at each level of importance, from -10 to 10',
    z.object({ view: view.default('role:inbox'), unread: z.boolean().optional() }),
    z.object({ levels: importanceHistogram }),
  ),
  threads: query(
    'The threads inside a discussion, the latest first',
    z.object({ id: z.string(), ...pageInput }),
    pageOf(threadSummary),
  ),
  messages: query(
    'The messages of a discussion, or of one thread in it: newest first in pages, each page oldest first is the reader’s to turn',
    z.object({ id: z.string(), threadId: z.string().optional(), ...pageInput }),
    pageOf(messageSummary),
  ),
  forPeople: query(
    'The discussion with these addresses, if there is one',
    z.object({ addresses: z.array(z.string().max(320)).min(1).max(1000) }),
    z.object({ id: z.string().nullable() }),
  ),
  takeOut: command(
    'Take a thread out of its discussion, into one of its own',
    z.object({ threadId: z.string() }),
    actionDone.extend({ discussionId: z.string() }),
  ),
  join: command(
    'Join discussions into one',
    z.object({ ids: z.array(z.string()).min(2).max(50) }),
    actionDone.extend({ discussionId: z.string() }),
  ),
}
