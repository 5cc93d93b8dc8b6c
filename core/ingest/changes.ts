import type { ChangeSet, Patch, RecordPatch } from '../../storage/contracts/index.ts'
import type { LogEntry, Message } from '../defs/index.ts'
import type { GroupPlan } from '../discussions/index.ts'
import type { CoreContext } from '../ports.ts'
import type { ThreadPlan } from '../threads/index.ts'
import { changedFlags } from './flags.ts'
import type { PendingActions } from './pending.ts'
import type { WorkingSet } from './working-set.ts'

/** A batch as one change set. Patches carry what they started from, so that what the user did meanwhile is not lost. */
export function toChangeSet(
  context: CoreContext,
  set: WorkingSet,
  threads: ThreadPlan,
  groups: Pick<GroupPlan, 'changes'>,
  pending: readonly PendingActions[],
): ChangeSet {
  const works = set.works()
  const gone = new Set(works.flatMap(({ message, removed }) => (removed ? [message.id] : [])))
  const added = works.flatMap(({ stored, message, removed }) => (stored === null && !removed ? [message] : []))
  const kept = works.flatMap(({ stored, message, removed }) =>
    stored !== null && !removed ? [{ stored, message }] : [],
  )
  const membershipAdds = set.membershipAdds.filter(({ messageId }) => !gone.has(messageId))
  const tagAdds = set.tagAdds.filter(({ messageId }) => !gone.has(messageId))
  const moves = works.flatMap(({ stored, removed, into }) =>
    stored === null || !removed || into === null ? [] : [{ id: stored.id, into }],
  )
  return {
    recordPuts: groups.changes.recordPuts,
    recordRemoves: groups.changes.recordRemoves,
    recordPatches: moves.flatMap(({ id, into }) => followed(id, into, pending)),
    messages: added,
    messagePatches: [
      ...kept.flatMap(({ stored, message }) => patchOf(stored, message) ?? []),
      ...groups.changes.messagePatches,
    ],
    messageRemoves: works.flatMap(({ stored, message, removed }) => (stored !== null && removed ? [message.id] : [])),
    threadMerges: threads.merges,
    threadRefs: threads.refs,
    search: works.flatMap(({ search, removed }) => (search === null || removed ? [] : [search])),
    membershipAdds,
    remotePuts: set.remotePuts.filter(({ messageId }) => !gone.has(messageId)),
    participantSets: groups.changes.participantSets,
    features: works.flatMap(({ message, features, removed }) =>
      features === null || removed ? [] : [{ messageId: message.id, features }],
    ),
    tagAdds,
    log: [
      ...groups.changes.log,
      ...added.flatMap((message) => logOf(context, null, message)),
      ...kept.flatMap(({ stored, message }) => logOf(context, stored, message)),
      ...works.flatMap(({ stored, message, removed }) =>
        stored !== null && removed ? [context.log.delete('message', message.id)] : [],
      ),
      ...membershipAdds.map(({ messageId, mailboxId }) =>
        context.log.add('message', messageId, 'mailboxes', mailboxId),
      ),
      ...tagAdds.map(({ messageId, tagId }) => context.log.add('message', messageId, 'tags', tagId)),
    ],
  }
}

/** What the user did to a record that goes is still to be told to the server, of the one that takes its place. */
function followed(id: string, into: string, pending: readonly PendingActions[]): RecordPatch[] {
  return pending.flatMap((actions) =>
    actions.entriesOf(id).flatMap(({ id: entryId, action }) => {
      if (!('messageId' in action)) return []
      return {
        noun: 'journal' as const,
        id: entryId,
        from: { action },
        set: { action: { ...action, messageId: into } },
      }
    }),
  )
}

function patchOf(stored: Message, message: Message): Patch<Message> | null {
  const fields = Object.keys(message).filter(
    (field) => JSON.stringify(Reflect.get(stored, field)) !== JSON.stringify(Reflect.get(message, field)),
  )
  if (fields.length === 0) return null
  const pick = (of: Message): Partial<Message> =>
    Object.fromEntries(fields.map((field) => [field, Reflect.get(of, field)]))
  return { id: message.id, from: pick(stored), set: pick(message) }
}

/** Other devices get the bytes by their hash and make the rest of them: only what bytes do not tell is in the log. */
function logOf({ log }: CoreContext, stored: Message | null, message: Message): LogEntry[] {
  const before = new Set(stored?.copies.map(({ blob }) => blob))
  const copies = message.copies.filter(({ blob }) => !before.has(blob))
  const flags = changedFlags(stored?.flags ?? noFlags, message.flags)
  return [
    ...copies.map(({ blob }) => log.add('message', message.id, 'copies', blob)),
    ...log.fields('message', message.id, flags),
  ]
}

const noFlags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false }
