import type { ChangeSet } from '../../storage/contracts/index.ts'
import type { CoreEvent, Mailbox, Message } from '../defs/index.ts'
import { touched } from '../events/index.ts'
import type { CoreContext } from '../ports.ts'
import type { WorkingSet } from './working-set.ts'

/** What listeners are told once a batch is on disk. */
export function emitBatch(
  context: CoreContext,
  set: WorkingSet,
  changes: ChangeSet,
  mailboxes: ReadonlyMap<string, Mailbox>,
  fresh: boolean,
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
    const news = fresh ? newsOf([...added.values()], changes, mailboxes) : []
    context.events.emit({
      type: 'messages.added',
      ...touched(added.keys(), threadIds, set.mailboxesOfAll(new Set(added.keys()))),
      fresh: news,
    })
  }
  emit('messages.changed', changed, merged)
  emit('messages.removed', removed, [])
}

type News = Extract<CoreEvent, { type: 'messages.added' }>['fresh']

/** New unread mail in an inbox: what a notification may show. */
function newsOf(added: readonly Message[], changes: ChangeSet, mailboxes: ReadonlyMap<string, Mailbox>): News {
  const inInbox = new Set(
    (changes.membershipAdds ?? []).flatMap(({ mailboxId, messageId }) =>
      mailboxes.get(mailboxId)?.role === 'inbox' ? [messageId] : [],
    ),
  )
  return added
    .filter(({ id, flags }) => inInbox.has(id) && !flags.seen)
    .map(({ id, threadId, subject, participants }) => {
      const from = participants.find(({ type }) => type === 'from')
      return { id, threadId, subject, from: from?.label || from?.address || '' }
    })
}

const threadsOf = (set: WorkingSet, ids: ReadonlySet<string>): string[] =>
  set.works().flatMap(({ message }) => (ids.has(message.id) && message.threadId !== '' ? [message.threadId] : []))
