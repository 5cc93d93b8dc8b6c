import { fail } from '../defs/index.ts'
import { maxEventIds } from '../events/index.ts'
import type { CoreContext } from '../ports.ts'
import { type Knowledge, noNews } from './knowledge.ts'
import { discussionLimits as limits } from './limits.ts'
import { findMoves, type Moves, misplaced } from './moves.ts'
import type { Turns } from './turns.ts'

/** Keeps participant sets where they belong when what is known of their addresses changes. */
export interface Regroup {
  /** These addresses belong to somebody else now. Resolves when their discussions are regrouped, and told. */
  addresses(addresses: readonly string[]): Promise<void>
  /** Looks at every set: for what was changed while a program ended. Answers how many had to move. */
  everything(signal?: AbortSignal): Promise<number>
}

export function createRegroup(context: CoreContext, knowledge: Knowledge, alone: Turns): Regroup {
  return {
    async addresses(addresses) {
      await knowledge.ready()
      await alone(async () => {
        const view = await knowledge.foresee(noNews)
        const moves = await findMoves(context, knowledge, addresses, view)
        await commitMoves(context, moves)
        knowledge.keep(view)
        tellMoved(context, moves.discussionIds)
      })
    },

    async everything(signal) {
      await knowledge.ready()
      let after: string | null = null
      let moved = 0
      for (;;) {
        signal?.throwIfAborted()
        const from: string | null = after
        // a turn for each page: mail that comes in does not wait for all of them
        const last: string | null = await alone(async () => {
          const sets = await context.stores.participantSets.walk(from, limits.setsAtOnce, { priority: 'batch' })
          const moves = misplaced(sets, knowledge.now())
          await commitMoves(context, moves)
          tellMoved(context, moves.discussionIds)
          moved += moves.sets.length
          return sets.at(-1)?.id ?? null
        })
        if (last === null) return moved
        after = last
      }
    },
  }
}

export async function commitMoves({ stores }: CoreContext, { sets }: Pick<Moves, 'sets'>): Promise<void> {
  for (let at = 0; at < sets.length; at += limits.setsAtOnce) {
    const result = await stores.commit({ participantSets: sets.slice(at, at + limits.setsAtOnce) })
    if (result.ok) continue
    throw fail('conflict', 'Discussions were changed while they were sorted anew. They are looked at again.', {
      details: `${result.conflict.noun} ${result.conflict.id}`,
    })
  }
}

/** The ids are cut as in every event: refetch when there is `more`. */
export function tellMoved({ events }: CoreContext, discussionIds: readonly string[]): void {
  const ids = [...new Set(discussionIds)].filter((id) => id !== '')
  if (ids.length === 0) return
  events.emit({
    type: 'discussions.changed',
    discussionIds: ids.slice(0, maxEventIds),
    more: ids.length > maxEventIds,
  })
}
