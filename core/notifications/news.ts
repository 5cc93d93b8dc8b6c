import type { CoreEvent, NotificationSettings } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { NamedMessage } from './words.ts'

type Fresh = Extract<CoreEvent, { type: 'messages.added' }>['fresh']

/** Of these messages, those that are unread and in an inbox, by id. */
export async function stillWaiting({ stores }: CoreContext, ids: readonly string[]) {
  const [messages, memberships] = await Promise.all([stores.messages.get(ids), stores.messages.memberships(ids)])
  const inboxes = new Set<string>()
  for (const mailboxId of new Set(memberships.map((each) => each.mailboxId))) {
    if ((await stores.records.get('mailbox', mailboxId))?.role === 'inbox') inboxes.add(mailboxId)
  }
  const inInbox = new Set(memberships.flatMap((each) => (inboxes.has(each.mailboxId) ? [each.messageId] : [])))
  return new Map(
    messages.flatMap((message) => (inInbox.has(message.id) && !message.flags.seen ? [[message.id, message]] : [])),
  )
}

/**
 * Of messages that came a moment ago, those that are to be told: waiting still, once rules and other programs have had
 * their turn, important enough, and of no account that is muted. The latest first.
 */
export async function newsWorthTelling(
  context: CoreContext,
  fresh: Fresh,
  wanted: Pick<NotificationSettings, 'enabled' | 'minImportance' | 'mutedAccountIds'>,
): Promise<(NamedMessage & { readonly accountId: string })[]> {
  const heard = fresh.filter(({ accountId }) => !wanted.mutedAccountIds.includes(accountId))
  if (!wanted.enabled || heard.length === 0) return []
  const waiting = await stillWaiting(
    context,
    heard.map(({ id }) => id),
  )
  return heard
    .flatMap(({ id, accountId, discussionId, from, subject }) => {
      const message = waiting.get(id)
      if (message === undefined || message.importance < wanted.minImportance) return []
      return [{ sortMs: message.sortMs, told: { messageId: id, accountId, discussionId, from, subject } }]
    })
    .sort((a, b) => b.sortMs - a.sortMs)
    .map(({ told }) => told)
}
