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
  /** of `new-message`: the messages, the latest first; none when there are more than 20 */
  messages: z
    .array(z.object({ messageId: z.string(), discussionId: z.string(), from: z.string(), subject: z.string() }))
    .max(20)
    .optional(),
  /** an advice can be silenced for good by this name */
  advice: z.string().nullable(),
})
export type Notification = z.output<typeof notification>

const minuteOfDay = z.number().int().min(0).max(1439)

/** What the user wants to be told of, and how. What went wrong stands in the centre whatever is chosen here. */
export const notificationSettings = z.object({
  /** off: nothing appears on the desktop, and new mail is not told */
  enabled: z.boolean(),
  /** new mail of less importance is not told */
  minImportance: z.number().int().min(-10).max(10),
  /** accounts whose new mail is not told */
  mutedAccountIds: z.array(z.string().max(200)).max(200),
  /** minutes of the local day between which nothing appears on the desktop; over midnight if `from` is the later one */
  quietFrom: minuteOfDay.nullable(),
  quietTo: minuteOfDay.nullable(),
  /** `private`: that there is something, and neither who nor what */
  preview: z.enum(['full', 'private']),
  sound: z.boolean(),
})
export type NotificationSettings = z.output<typeof notificationSettings>

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
