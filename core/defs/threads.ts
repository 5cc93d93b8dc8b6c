import { z } from 'zod'
import { messageSummary, view } from './messages.ts'
import { pageInput, pageOf, query } from './operation.ts'
import { privacyIndex } from './privacy.ts'
import { listFilter } from './ranges.ts'

export const threadPerson = z.object({ address: z.string(), label: z.string() })

/** A thread as lists show it. All counts are of the messages in the view's mailboxes and elsewhere alike. */
export const threadSummary = z.object({
  id: z.string(),
  subject: z.string(),
  /** who wrote, latest last, at most 8 */
  people: z.array(threadPerson),
  count: z.number().int(),
  unread: z.number().int(),
  flagged: z.boolean(),
  lastMs: z.number().int(),
  /** id, sender and excerpt of the newest message */
  lastMessageId: z.string(),
  lastFrom: threadPerson.nullable(),
  excerpt: z.string(),
  attachments: z.number().int(),
  listId: z.string().nullable(),
  mailboxIds: z.array(z.string()),
  /** the mean of its most important tenth */
  importance: z.number().int(),
  /** the lowest of each facet in it; null until one of its messages is scored */
  privacy: privacyIndex.nullable(),
  tagIds: z.array(z.string()),
})
export type ThreadSummary = z.output<typeof threadSummary>

export const threads = {
  list: query(
    'Threads of a view, the one with the newest message first',
    z.object({ view: view.default('role:inbox'), ...listFilter, ...pageInput }),
    pageOf(threadSummary),
  ),
  get: query('One thread, without its messages', z.object({ id: z.string() }), threadSummary),
  messages: query(
    'The messages of a thread, oldest first, each once',
    z.object({ id: z.string(), ...pageInput }),
    pageOf(messageSummary),
  ),
}
