import type { ParticipantSet } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Knowledge, News, View } from './knowledge.ts'
import { discussionLimits as limits } from './limits.ts'

/** Participant sets that stand in another discussion than they should. */
export interface Moves {
  /** as they are to be stored */
  readonly sets: readonly ParticipantSet[]
  /** the discussions that they leave and come to */
  readonly discussionIds: readonly string[]
}

export const noMoves: Moves = { sets: [], discussionIds: [] }

export function misplaced(sets: Iterable<ParticipantSet>, { resolve }: View): Moves {
  const moved: ParticipantSet[] = []
  const discussionIds = new Set<string>()
  for (const set of sets) {
    const discussionId = resolve(set)
    if (discussionId === set.discussionId) continue
    moved.push({ ...set, discussionId })
    discussionIds.add(set.discussionId).add(discussionId)
  }
  return { sets: moved, discussionIds: [...discussionIds] }
}

/**
 * What has to move when these addresses belong to somebody else, or something becomes known: their own sets, and what is
 * joined by hand, since the discussion that stands for a group may be another one now.
 */
export async function findMoves(
  { stores }: CoreContext,
  knowledge: Knowledge,
  addresses: readonly string[],
  view: View,
): Promise<Moves> {
  const found = new Map<string, ParticipantSet>()
  let cursor: string | undefined
  while (addresses.length > 0) {
    const page = await stores.participantSets.byAddresses(addresses, cursor, limits.setsAtOnce)
    for (const set of page.items) found.set(set.id, set)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  const joined = new Set([...knowledge.now().roots, ...view.roots].flat())
  if (joined.size > 0) {
    for (const set of await stores.participantSets.ofDiscussions([...joined])) found.set(set.id, set)
  }
  return misplaced(found.values(), view)
}

/** Whether the news can move a set at all: most batches of mail teach nothing. */
export const changesNothing = ({ addresses, edit }: News): boolean =>
  addresses.size === 0 && edit.put.length + edit.removed.length === 0
