import type { ChangeSet, Patch } from '../../storage/contracts/index.ts'
import type { Message, MessageSummary } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { EditChange, Edits } from './edits.ts'
import type { Knowledge } from './knowledge.ts'
import { changesNothing, findMoves, noMoves } from './moves.ts'
import { authorOf, participantSetOf, type SetFacts, type SetKey, takenOutSet, threadSetId } from './participant-set.ts'
import type { GroupedMail } from './posting-addresses.ts'

export type Merges = NonNullable<ChangeSet['threadMerges']>

/** Where a message belongs. */
export interface Place {
  readonly participantSetId: string
  readonly discussionId: string
  /** whether one of the user's own addresses wrote it */
  readonly own: boolean
}

/** What a batch of messages means for discussions. */
export interface GroupPlan {
  /** by id, of the messages that were given */
  readonly places: ReadonlyMap<string, Place>
  /** to be committed with the messages */
  readonly changes: Required<
    Pick<ChangeSet, 'recordPuts' | 'recordRemoves' | 'messagePatches' | 'participantSets' | 'log'>
  >
  /** discussions that messages which were not given, or whole sets, left or came to */
  readonly moved: readonly string[]
  /** to be called when the changes are on disk */
  kept(): void
}

/** The set of each message, by the edits as they are, and will be. */
export function setsByHand(edits: Edits, change: EditChange, merges: Merges, hash: CoreContext['hash']) {
  const into = new Map(merges.map((merge) => [merge.from, merge.into]))
  const out = new Set(change.put.flatMap(({ threadId }) => threadId ?? []))
  const back = new Set(change.removed.flatMap(({ threadId }) => threadId ?? []))
  return (message: SetFacts): SetKey => {
    const threadId = into.get(message.threadId) ?? message.threadId
    const takenOut = out.has(threadId) || (edits.takeOutOf(threadId) !== null && !back.has(threadId))
    return (takenOut ? takenOutSet : participantSetOf)({ ...message, threadId }, hash)
  }
}

export async function planGroups(
  context: CoreContext,
  knowledge: Knowledge,
  mails: readonly GroupedMail[],
  merges: Merges,
): Promise<GroupPlan> {
  const { stores, hash } = context
  const { edits, posting, book } = knowledge
  const edit = edits.afterMerges(merges)
  const setOf = setsByHand(edits, edit, merges, hash)
  const strays = await findStrays(context, edits, merges, new Set(mails.map(({ message }) => message.id)))
  const keys = new Map<string, SetKey>()
  for (const message of [...mails.map((mail) => mail.message), ...strays]) keys.set(message.id, setOf(message))
  const sets = [...new Map([...keys.values()].map((set) => [set.id, set])).values()]

  const lesson = await posting.learn(mails)
  const news = { addresses: lesson.changed, edit, sets }
  const stored = new Map((await stores.participantSets.get(sets.map(({ id }) => id))).map((set) => [set.id, set]))
  // after damage, edits may be there before the sets that they name
  const awaited = new Set(edits.joins().flatMap((join) => join.participantSetIds))
  const quiet = changesNothing(news) && !sets.some(({ id }) => awaited.has(id) && !stored.has(id))
  const view = quiet ? knowledge.now() : await knowledge.foresee(news)
  const moves = quiet ? noMoves : await findMoves(context, knowledge, [...lesson.changed.keys()], view)

  const puts = new Map(moves.sets.map((set) => [set.id, set]))
  for (const set of sets) {
    const before = stored.get(set.id)
    const discussionId = view.resolve(set)
    if (before?.discussionId !== discussionId) puts.set(set.id, { ...(before ?? set), discussionId })
  }
  const place = (message: Message): Place | null => {
    const set = keys.get(message.id)
    const author = authorOf(message.participants)
    return set === undefined
      ? null
      : { participantSetId: set.id, discussionId: view.resolve(set), own: author !== null && book.own().has(author) }
  }
  const changes = edits.changes(edit)
  return {
    places: new Map(mails.flatMap(({ message }) => [[message.id, place(message)] as const]).filter(isPlaced)),
    changes: {
      recordPuts: [...lesson.records, ...changes.recordPuts],
      recordRemoves: changes.recordRemoves,
      messagePatches: strays.flatMap((message) => setPatch(message, setOf(message)) ?? []),
      participantSets: [...puts.values()],
      log: changes.log,
    },
    moved: [...moves.discussionIds, ...strays.map(({ discussionId }) => discussionId)],
    kept() {
      lesson.keep()
      edits.keep(edit)
      if (!quiet) knowledge.keep(view)
    },
  }
}

const isPlaced = (pair: readonly [string, Place | null]): pair is readonly [string, Place] => pair[1] !== null

/** null when it is in that set already */
export const setPatch = (
  { id, participantSetId }: Pick<Message, 'id' | 'participantSetId'>,
  set: Pick<SetKey, 'id'>,
): Patch<Message> | null =>
  participantSetId === set.id ? null : { id, from: { participantSetId }, set: { participantSetId: set.id } }

/** Messages that were not given, of threads that became one where either was a discussion of its own. */
async function findStrays(
  { stores, hash }: CoreContext,
  edits: Edits,
  merges: Merges,
  given: ReadonlySet<string>,
): Promise<MessageSummary[]> {
  if (merges.length === 0) return []
  const ends = merges.map(({ from, into }) => [from, into])
  const setIds = ends.flat().map((threadId) => threadSetId(threadId, hash))
  const alone = new Set((await stores.participantSets.get([...new Set(setIds)])).map(({ id }) => id))
  const isAlone = (threadId: string) => alone.has(threadSetId(threadId, hash)) || edits.takeOutOf(threadId) !== null
  const touched = ends.filter((pair) => pair.some(isAlone)).flat()
  if (touched.length === 0) return []
  const messageIds = await stores.messages.ofThreads([...new Set(touched)])
  return stores.messages.get(messageIds.filter((id) => !given.has(id)))
}
