import { type ActionDone, fail, type MessageSummary, type ParticipantSet } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import { type EditChange, noEdit } from './edits.ts'
import type { Grouping } from './grouping.ts'
import { discussionLimits as limits } from './limits.ts'
import { findMoves } from './moves.ts'
import { type SetKey, threadSetId } from './participant-set.ts'
import { setPatch, setsByHand } from './plan.ts'
import { tellMoved } from './regroup.ts'

type Done = ActionDone & { readonly discussionId: string }

/** What a person does to discussions; each can be undone, whatever came in meanwhile. */
export interface ByHand {
  /** `not-found` if there is no such thread */
  takeOut(threadId: string): Promise<Done>
  /** `not-found` if one of them is not here, `limit` if they are of too many sets */
  join(discussionIds: readonly string[]): Promise<Done>
}

export function createByHand(context: CoreContext, { alone, knowledge }: Grouping, undo: Undo): ByHand {
  const { stores, hash } = context
  const { edits } = knowledge

  async function messagesOf(threadId: string): Promise<MessageSummary[]> {
    const ids = await stores.messages.ofThreads([threadId])
    const messages: MessageSummary[] = []
    for (let at = 0; at < ids.length; at += limits.messagesAtOnce) {
      messages.push(...(await stores.messages.get(ids.slice(at, at + limits.messagesAtOnce))))
    }
    return messages
  }

  /** In a turn. The edit, the messages of its thread and all that moves with it, in one change set. */
  async function apply(change: EditChange, threadId: string | null): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const messages = threadId === null ? [] : await messagesOf(threadId)
      const setOf = setsByHand(edits, change, [], hash)
      const sets = merged(messages.map(setOf))
      const view = await knowledge.foresee({ addresses: new Map(), edit: change, sets })
      const moves = await findMoves(context, knowledge, [], view)
      const placed = sets.map((set): ParticipantSet => ({ ...set, discussionId: view.resolve(set) }))
      const { recordPuts, recordRemoves, log } = edits.changes(change)
      const result = await stores.commit({
        recordPuts,
        recordRemoves,
        log,
        messagePatches: messages.flatMap((message) => setPatch(message, setOf(message)) ?? []),
        participantSets: [...new Map([...moves.sets, ...placed].map((set) => [set.id, set])).values()],
      })
      if (result.ok) {
        edits.keep(change)
        knowledge.keep(view)
        tellMoved(context, [
          ...messages.map(({ discussionId }) => discussionId),
          ...placed.map(({ discussionId }) => discussionId),
          ...moves.discussionIds,
        ])
        return
      }
      if (attempt < limits.attempts) continue
      throw fail('conflict', 'These messages were changed again and again meanwhile. Nothing was changed. Try again.', {
        details: `${result.conflict.noun} ${result.conflict.id}`,
      })
    }
  }

  function done(change: EditChange, threadId: string | null, answer: Omit<Done, 'actionId'>): Done {
    const actionId = context.random.id()
    undo.keep(actionId, () =>
      alone(async () => {
        // a thread may have become part of another one, and what is to be undone with it
        const now = change.put.flatMap((edit) => edits.find(edit) ?? [])
        const thread = threadId === null ? null : (now[0]?.threadId ?? threadId)
        await apply({ put: change.removed, removed: now }, thread)
      }),
    )
    return { ...answer, actionId }
  }

  return {
    async takeOut(threadId) {
      await knowledge.ready()
      return alone(async () => {
        const known = edits.takeOutOf(threadId)
        const messages = await messagesOf(threadId)
        if (messages.length === 0) {
          throw fail('not-found', 'This conversation is not here any more. Nothing was changed.')
        }
        const change: EditChange = known === null ? { ...noEdit, put: [edits.newTakeOut(threadId)] } : noEdit
        if (known === null) await apply(change, threadId)
        const [set] = await stores.participantSets.get([threadSetId(threadId, hash)])
        const changed = known === null ? messages.length : 0
        return done(change, threadId, { changed, discussionId: set?.discussionId ?? '' })
      })
    },

    async join(discussionIds) {
      await knowledge.ready()
      return alone(async () => {
        const wanted = [...new Set(discussionIds)]
        const found = await stores.discussions.get(wanted)
        if (found.length < wanted.length) {
          throw fail('not-found', 'One of these discussions is not here any more. Nothing was joined.')
        }
        const sets = await stores.participantSets.ofDiscussions(wanted)
        if (sets.length > limits.joinedSets) {
          throw fail(
            'limit',
            'These discussions are between too many different people to be joined. Nothing was changed.',
            {
              details: `${sets.length} participant sets, at most ${limits.joinedSets}`,
            },
          )
        }
        const join = edits.newJoin(sets.map(({ id }) => id))
        const isNew = wanted.length > 1 && edits.find(join) === null
        const change: EditChange = isNew ? { ...noEdit, put: [join] } : noEdit
        if (isNew) await apply(change, null)
        const [first] = sets
        const discussionId = first === undefined ? '' : knowledge.now().resolve(first)
        const changed = isNew ? found.reduce((sum, { count }) => sum + count, 0) : 0
        return done(change, null, { changed, discussionId })
      })
    },
  }
}

/** One set a thread; it names everybody whom its messages are between. */
function merged(sets: readonly SetKey[]): SetKey[] {
  const found = new Map<string, SetKey>()
  for (const set of sets) {
    const before = found.get(set.id)
    const addresses = [...new Set([...(before?.addresses ?? []), ...set.addresses])].sort()
    const [listId = null] = [before?.listId ?? null, set.listId].filter((id) => id !== null).sort()
    found.set(set.id, { ...set, addresses, listId })
  }
  return [...found.values()]
}
