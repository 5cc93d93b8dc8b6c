import { z } from 'zod'
import { notification } from './notifications.ts'
import { outboxItem } from './outbox.ts'
import { settings } from './settings.ts'
import { syncStatus, task } from './tasks.ts'

/** What happened, in the past tense. Lists of ids are cut at 200 (`more` says so): refetch instead of patching then. */
const touched = {
  messageIds: z.array(z.string()),
  threadIds: z.array(z.string()),
  mailboxIds: z.array(z.string()),
  more: z.boolean(),
}

export const event = z.discriminatedUnion('type', [
  /** `unread` carries what a notification may show of new unread mail in an inbox; empty for batches of old mail */
  z.object({
    type: z.literal('messages.added'),
    ...touched,
    fresh: z.array(
      z.object({
        id: z.string(),
        threadId: z.string(),
        discussionId: z.string(),
        accountId: z.string(),
        from: z.string(),
        subject: z.string(),
        importance: z.number().int(),
      }),
    ),
    /** new in an inbox now, read or not, as many as there are: what rules look at */
    arrived: z.array(z.string()).optional(),
  }),
  z.object({ type: z.literal('messages.changed'), ...touched }),
  z.object({ type: z.literal('messages.removed'), ...touched }),
  /** regrouped: contacts, own addresses, a thread taken out, discussions joined; `more` as above */
  z.object({ type: z.literal('discussions.changed'), discussionIds: z.array(z.string()), more: z.boolean() }),
  /** scored anew */
  z.object({ type: z.literal('privacy.changed'), messageIds: z.array(z.string()), more: z.boolean() }),
  z.object({ type: z.literal('contacts.changed'), contactIds: z.array(z.string()), more: z.boolean() }),
  z.object({ type: z.literal('tags.changed') }),
  z.object({ type: z.literal('rules.changed') }),
  /** `fresh`: made now, for the desktop to show, in the words that the settings allow; null when only the list changed */
  z.object({
    type: z.literal('notifications.changed'),
    fresh: notification.nullable(),
    sound: z.boolean().optional(),
  }),
  /** told once a second at most, however much is connected */
  z.object({ type: z.literal('connections.changed'), openNow: z.number().int() }),
  z.object({ type: z.literal('mailboxes.changed'), accountId: z.string() }),
  z.object({ type: z.literal('accounts.changed') }),
  z.object({ type: z.literal('drafts.changed'), draftId: z.string() }),
  z.object({
    type: z.literal('outbox.changed'),
    item: outboxItem.pick({ id: true, state: true, sendAtMs: true, subject: true, problem: true }),
  }),
  z.object({ type: z.literal('settings.changed'), settings }),
  z.object({ type: z.literal('tasks.changed'), task }),
  z.object({ type: z.literal('sync.changed'), status: syncStatus }),
])
export type CoreEvent = z.output<typeof event>
