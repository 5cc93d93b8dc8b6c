import type { ChangeSet, RemoteCopy, Tagging } from '../../storage/contracts/index.ts'
import { fail, type MessageFlags, type MessageSummary } from '../defs/index.ts'
import { touched } from '../events/index.ts'
import type { CoreContext } from '../ports.ts'
import { adoptFlags, changedFields, mergeFlags } from './flags.ts'
import { type Pending, readPending } from './pending.ts'
import { maxTries, readMailbox } from './progress.ts'
import type { ServerFlags } from './server-state.ts'
import { type MirrorTags, taggingsKnown, taggingsOf } from './tags.ts'

/** Messages changed in one step: a commit of this size takes some ten milliseconds. */
const stepSize = 500

/** Takes over the flags that the server changed. UIDs that we do not know are left out. */
export async function applyServerFlags(
  context: CoreContext,
  tags: MirrorTags,
  mailboxId: string,
  states: readonly ServerFlags[],
): Promise<void> {
  if (states.length === 0) return
  const { accountId } = await readMailbox(context, mailboxId)
  for (const step of steps(states)) {
    await retried(context, tags, async () => {
      const byUid = new Map(step.map((state) => [state.uid, state.flags]))
      const copies = (await context.stores.remote.byUids(mailboxId, [...byUid.keys()])).flatMap((copy) => {
        const flags = byUid.get(copy.uid)
        return flags === undefined || same(flags, copy.flags) ? [] : [{ copy, flags }]
      })
      if (copies.length === 0) return null
      const pending = await readPending(context, accountId)
      const messages = await readMessages(
        context,
        copies.map(({ copy }) => copy.messageId),
      )
      const wanted = new Map<string, MessageFlags>()
      for (const { copy, flags } of copies) {
        const local = wanted.get(copy.messageId) ?? messages.get(copy.messageId)?.flags
        if (local === undefined) continue
        wanted.set(copy.messageId, mergeFlags(copy.flags, flags, local, pending.flags(copy.messageId)))
      }
      const taggings = await taggingsOf(tags.keywords, copies, messages, pending)
      const changes = flagChanges(context, messages, wanted)
      return {
        changes: {
          remotePuts: copies.map(({ copy, flags }) => ({ ...copy, flags })),
          ...changes,
          ...taggings,
          log: [...changes.log, ...tagLog(context, taggings)],
        },
        messages: [...messages.values()].filter(
          ({ id, flags }) => differs(flags, wanted.get(id)) || isTagged(taggings, id),
        ),
      }
    })
  }
}

/**
 * Forgets what is gone on the server. A message leaves the mailbox unless another copy of it is there or one is on its
 * way into it; a message that is in no mailbox any more, and that no journal entry is about, is removed for good.
 */
export async function applyVanished(context: CoreContext, mailboxId: string, uids: readonly number[]): Promise<void> {
  if (uids.length === 0) return
  const { accountId } = await readMailbox(context, mailboxId)
  for (const step of steps(uids)) {
    const gone = await context.stores.remote.byUids(mailboxId, step)
    if (gone.length === 0) continue
    const pending = await readPending(context, accountId)
    const ids = [...new Set(gone.map(({ messageId }) => messageId))]
    const goneUids = new Set(gone.map(({ uid }) => uid))
    const stay = new Set(
      (await context.stores.remote.byMessages(ids))
        .filter((copy) => copy.mailboxId === mailboxId && !goneUids.has(copy.uid))
        .map(({ messageId }) => messageId),
    )
    const leaving = ids.filter((id) => !stay.has(id) && !pending.entering(id, mailboxId))
    await commitDeparture(context, mailboxId, leaving, pending, {
      remoteRemoves: gone.map(({ uid }) => ({ mailboxId, uid })),
    })
  }
}

/** Takes messages out of a mailbox here, and removes those that are nowhere else. */
export async function commitDeparture(
  context: CoreContext,
  mailboxId: string,
  messageIds: readonly string[],
  pending: Pending,
  more: ChangeSet = {},
): Promise<void> {
  const memberships = await context.stores.messages.memberships(messageIds)
  const messages = await readMessages(context, messageIds)
  const elsewhere = new Set(memberships.filter((each) => each.mailboxId !== mailboxId).map((each) => each.messageId))
  const inside = new Set(memberships.filter((each) => each.mailboxId === mailboxId).map((each) => each.messageId))
  const removed = messageIds.filter((id) => messages.has(id) && !elsewhere.has(id) && !pending.about(id))
  const left = messageIds.filter((id) => inside.has(id) && !removed.includes(id))
  await context.stores.commit({
    ...more,
    membershipRemoves: left.map((messageId) => ({ messageId, mailboxId })),
    messageRemoves: removed,
    log: [
      ...left.map((id) => context.log.remove('message', id, 'mailboxes', mailboxId)),
      ...removed.map((id) => context.log.delete('message', id)),
    ],
  })
  for (const [type, ids] of [
    ['messages.changed', left],
    ['messages.removed', removed],
  ] as const) {
    if (ids.length === 0) continue
    const threadIds = ids.flatMap((id) => messages.get(id)?.threadId ?? [])
    context.events.emit({ type, ...touched(ids, threadIds, [mailboxId]) })
  }
}

/**
 * After messages that were here already have been listed again: what the person did here and the server does not know
 * yet stays done, and the flags of a message that is nowhere else become the server's.
 */
export async function settleKnown(
  context: CoreContext,
  tags: MirrorTags,
  mailboxId: string,
  messageIds: readonly string[],
): Promise<void> {
  if (messageIds.length === 0) return
  const { accountId } = await readMailbox(context, mailboxId)
  for (const step of steps([...new Set(messageIds)])) {
    await retried(context, tags, async () => {
      const pending = await readPending(context, accountId)
      const messages = await readMessages(context, step)
      const left = step.filter(
        (id) => pending.leaving(id, mailboxId) && messages.get(id)?.mailboxIds.includes(mailboxId) === true,
      )
      const single = new Map<string, RemoteCopy | null>()
      for (const copy of await context.stores.remote.byMessages(step)) {
        single.set(copy.messageId, single.has(copy.messageId) ? null : copy)
      }
      const wanted = new Map<string, MessageFlags>()
      for (const [id, copy] of single) {
        const local = messages.get(id)?.flags
        if (copy !== null && local !== undefined) wanted.set(id, adoptFlags(copy.flags, local, pending.flags(id)))
      }
      const singles = [...single.values()].filter((copy) => copy !== null)
      const taggings = await taggingsKnown(tags.keywords, singles, messages, pending)
      const changed = [...messages.values()].filter(
        ({ id, flags }) => left.includes(id) || differs(flags, wanted.get(id)) || isTagged(taggings, id),
      )
      if (changed.length === 0) return null
      const flags = flagChanges(context, messages, wanted)
      return {
        changes: {
          ...flags,
          ...taggings,
          membershipRemoves: left.map((messageId) => ({ messageId, mailboxId })),
          log: [
            ...flags.log,
            ...tagLog(context, taggings),
            ...left.map((id) => context.log.remove('message', id, 'mailboxes', mailboxId)),
          ],
        },
        messages: changed,
      }
    })
  }
}

/** Commits what `plan` works out, anew after a conflict, and tells of it. */
async function retried(
  context: CoreContext,
  tags: MirrorTags,
  plan: () => Promise<{ readonly changes: ChangeSet; readonly messages: readonly MessageSummary[] } | null>,
): Promise<void> {
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const step = await plan()
    if (step === null) return
    const result = await context.stores.commit(step.changes)
    if (!result.ok) continue
    const { tagAdds = [], tagRemoves = [] } = step.changes
    await tags.tagged(new Set([...tagAdds, ...tagRemoves].map(({ messageId }) => messageId)))
    if (step.messages.length > 0) {
      const { messages } = step
      context.events.emit({
        type: 'messages.changed',
        ...touched(
          messages.map(({ id }) => id),
          messages.map(({ threadId }) => threadId),
          messages.flatMap(({ mailboxIds }) => mailboxIds),
        ),
      })
    }
    return
  }
  throw fail('conflict', 'Messages kept changing while they were compared with the server. It will be tried again.')
}

function flagChanges(
  context: CoreContext,
  messages: ReadonlyMap<string, MessageSummary>,
  wanted: ReadonlyMap<string, MessageFlags>,
) {
  const changed = [...wanted].flatMap(([id, to]) => {
    const from = messages.get(id)?.flags
    return from === undefined || !differs(from, to) ? [] : [{ id, from, to }]
  })
  return {
    messagePatches: changed.map(({ id, from, to }) => ({ id, from: { flags: from }, set: { flags: to } })),
    log: changed.flatMap(({ id, from, to }) => context.log.fields('message', id, changedFields(from, to))),
  }
}

interface Taggings {
  readonly tagAdds: readonly Tagging[]
  readonly tagRemoves: readonly Tagging[]
}

const isTagged = ({ tagAdds, tagRemoves }: Taggings, id: string): boolean =>
  [...tagAdds, ...tagRemoves].some(({ messageId }) => messageId === id)

function tagLog({ log }: CoreContext, { tagAdds, tagRemoves }: Taggings) {
  return [
    ...tagRemoves.map(({ messageId, tagId }) => log.remove('message', messageId, 'tags', tagId)),
    ...tagAdds.map(({ messageId, tagId }) => log.add('message', messageId, 'tags', tagId)),
  ]
}

async function readMessages(context: CoreContext, ids: readonly string[]): Promise<Map<string, MessageSummary>> {
  const messages = await context.stores.messages.get([...new Set(ids)], { priority: 'batch' })
  return new Map(messages.map((message) => [message.id, message]))
}

function* steps<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += stepSize) yield items.slice(at, at + stepSize)
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((flag) => b.includes(flag))
const differs = (from: MessageFlags, to: MessageFlags | undefined): boolean =>
  to !== undefined && Object.keys(changedFields(from, to)).length > 0
