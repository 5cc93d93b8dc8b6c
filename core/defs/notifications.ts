import { z } from 'zod'
import { command, nothing, pageInput, pageOf, query } from './operation.ts'

/** What a notification is about decides how long it stays (core/notifications). */
export const notification = z.object({
  id: z.string(),
  kind: z.enum(['new-message', 'send-failed', 'import-done', 'sync-failed', 'key-changed', 'privacy-advice', 'rule']),
  createdAtMs: z.number().int(),
  /** null: until it is dismissed */
  expiresAtMs: z.number().int().nullable(),
  read: z.boolean(),
  title: z.string(),
  text: z.string(),
  accountId: z.string().nullable(),
  /** where a click leads */
  goal: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('message'), messageId: z.string(), discussionId: z.string() }),
    z.object({ kind: z.literal('discussion'), discussionId: z.string() }),
    z.object({ kind: z.literal('draft'), draftId: z.string() }),
    z.object({ kind: z.literal('outbox') }),
    z.object({ kind: z.literal('contact'), contactId: z.string() }),
    z.object({ kind: z.literal('settings'), page: z.string() }),
    z.object({ kind: z.literal('none') }),
  ]),
  /** how many things a batch stands for */
  count: z.number().int(),
  /** an advice can be silenced for good by this name */
  advice: z.string().nullable(),
})
export type Notification = z.output<typeof notification>

export const notifications = {
  list: query(
    'What the program has to say, newest first',
    z.object({ ...pageInput }),
    pageOf(notification).extend({ unread: z.number().int() }),
  ),
  read: command('Mark as read: some, or all', z.object({ ids: z.array(z.string()).max(500).optional() }), nothing),
  dismiss: command(
    'Take away: some, or all; `forGood`: never give this advice again',
    z.object({ ids: z.array(z.string()).max(500).optional(), forGood: z.boolean().default(false) }),
    nothing,
  ),
}
