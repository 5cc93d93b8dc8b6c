import type { ChangeSet, Patch } from '../../storage/contracts/index.ts'
import type { Message, MessageSummary, ParticipantSet } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { EditChange, Edits } from './edits.ts'
import type { Knowledge, News, View } from './knowledge.ts'
import { changesNothing, findMoves, type Moves, noMoves } from './moves.ts'
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
  const { edits, posting } = knowledge
  const edit = edits.afterMerges(merges)
  const setOf = setsByHand(edits, edit, merges, context.hash)
  const strays = await findStrays(context, edits, merges, new Set(mails.map(({ message }) => message.id)))
  const messages = mails.map(({ message }) => message)
  const sets = eachOnce([...messages, ...strays].map(setOf))

  const lesson = await posting.learn(mails)
  const { view, moves, puts } = await planSets(context, knowledge, { addresses: lesson.changed, edit, sets })
  const { recordPuts, recordRemoves, log } = edits.changes(edit)
  return {
    places: placesOf(messages, setOf, view, knowledge.book.own()),
    changes: {
      recordPuts: [...lesson.records, ...recordPuts],
      recordRemoves,
      messagePatches: strays.flatMap((message) => setPatch(message, setOf(message)) ?? []),
      participantSets: puts,
      log,
    },
    moved: [...moves.discussionIds, ...strays.map(({ discussionId }) => discussionId)],
    kept() {
      lesson.keep()
      edits.keep(edit)
      knowledge.keep(view)
    },
  }
}

const eachOnce = (sets: readonly SetKey[]): SetKey[] => [...new Map(sets.map((set) => [set.id, set])).values()]

interface SetsPlan {
  readonly view: View
  readonly moves: Moves
  /** new sets, and those that belong elsewhere now */
  readonly puts: ParticipantSet[]
}

async function planSets(context: CoreContext, knowledge: Knowledge, news: News): Promise<SetsPlan> {
  const { sets, addresses } = news
  const found = await context.stores.participantSets.get(sets.map(({ id }) => id))
  const stored = new Map(found.map((set) => [set.id, set]))
  // after damage, edits may be there before the sets that they name
  const awaited = new Set(knowledge.edits.joins().flatMap((join) => join.participantSetIds))
  const quiet = changesNothing(news) && !sets.some(({ id }) => awaited.has(id) && !stored.has(id))
  const view = quiet ? knowledge.now() : await knowledge.foresee(news)
  const moves = quiet ? noMoves : await findMoves(context, knowledge, [...addresses.keys()], view)
  const puts = new Map(moves.sets.map((set) => [set.id, set]))
  for (const set of sets) {
    const before = stored.get(set.id)
    const discussionId = view.resolve(set)
    if (before?.discussionId !== discussionId) puts.set(set.id, { ...(before ?? set), discussionId })
  }
  return { view, moves, puts: [...puts.values()] }
}

function placesOf(
  messages: readonly Message[],
  setOf: (message: SetFacts) => SetKey,
  { resolve }: View,
  own: ReadonlySet<string>,
): Map<string, Place> {
  return new Map(
    messages.map((message) => {
      const set = setOf(message)
      const author = authorOf(message.participants)
      return [
        message.id,
        { participantSetId: set.id, discussionId: resolve(set), own: author !== null && own.has(author) },
      ]
    }),
  )
}

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
