import type { ChangeSet } from '../../storage/contracts/index.ts'
import type { CoreEvent, Mailbox, Message } from '../defs/index.ts'
import { type GroupPlan, tellMoved } from '../discussions/index.ts'
import { touched } from '../events/index.ts'
import type { CoreContext } from '../ports.ts'
import type { WorkingSet } from './working-set.ts'

interface Arrival {
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly fresh: boolean
}

/** What listeners are told once a batch is on disk. */
export function emitBatch(
  context: CoreContext,
  set: WorkingSet,
  changes: ChangeSet,
  groups: GroupPlan,
  { mailboxes, fresh }: Arrival,
): void {
  const added = new Map((changes.messages ?? []).map((message) => [message.id, message]))
  const changed = new Set([
    ...(changes.messagePatches ?? []).map(({ id }) => id),
    ...(changes.membershipAdds ?? []).map(({ messageId }) => messageId),
  ])
  const removed = new Set(changes.messageRemoves ?? [])
  for (const id of added.keys()) changed.delete(id)
  const merged = (changes.threadMerges ?? []).flatMap(({ from, into }) => [from, into])
  const emit = (type: 'messages.changed' | 'messages.removed', ids: ReadonlySet<string>, threads: string[]) => {
    if (ids.size + threads.length === 0) return
    context.events.emit({ type, ...touched(ids, [...threadsOf(set, ids), ...threads], set.mailboxesOfAll(ids)) })
  }
  if (added.size > 0) {
    const threadIds = [...added.values()].map(({ threadId }) => threadId)
    const news = fresh ? newsOf([...added.values()], changes, groups, mailboxes) : []
    const arrived = fresh ? arrivedIn(inboxesOf(changes, mailboxes), added) : []
    context.events.emit({
      type: 'messages.added',
      ...touched(added.keys(), threadIds, set.mailboxesOfAll(new Set(added.keys()))),
      fresh: news,
      ...(arrived.length === 0 ? {} : { arrived }),
    })
  }
  emit('messages.changed', changed, merged)
  emit('messages.removed', removed, [])
  tellMoved(context, groups.moved)
}

type News = Extract<CoreEvent, { type: 'messages.added' }>['fresh']

/** New unread mail in an inbox: what a notification may show. */
function newsOf(
  added: readonly Message[],
  changes: ChangeSet,
  { places }: GroupPlan,
  mailboxes: ReadonlyMap<string, Mailbox>,
): News {
  const accounts = inboxesOf(changes, mailboxes)
  return added.flatMap(({ id, threadId, subject, participants, importance, flags }) => {
    const accountId = accounts.get(id)
    if (accountId === undefined || flags.seen) return []
    const from = participants.find(({ type }) => type === 'from')
    const discussionId = places.get(id)?.discussionId ?? ''
    return { id, threadId, discussionId, accountId, subject, from: from?.label || from?.address || '', importance }
  })
}

/** Accounts by message, of what comes into an inbox. */
const inboxesOf = (changes: ChangeSet, mailboxes: ReadonlyMap<string, Mailbox>): Map<string, string> =>
  new Map(
    (changes.membershipAdds ?? []).flatMap(({ mailboxId, messageId }) => {
      const mailbox = mailboxes.get(mailboxId)
      return mailbox?.role === 'inbox' ? [[messageId, mailbox.accountId]] : []
    }),
  )

const arrivedIn = (inboxes: ReadonlyMap<string, string>, added: ReadonlyMap<string, Message>): string[] =>
  [...added.values()].flatMap(({ id, own }) => (inboxes.has(id) && !own ? [id] : []))

const threadsOf = (set: WorkingSet, ids: ReadonlySet<string>): string[] =>
  set.works().flatMap(({ message }) => (ids.has(message.id) && message.threadId !== '' ? [message.threadId] : []))
