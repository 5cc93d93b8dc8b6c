import type { ReadOptions } from '../../storage/contracts/index.ts'
import { type DiscussionSummary, fail, type Handlers, type Operations } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { Undo } from '../undo/index.ts'
import { addressKey } from './address-book.ts'
import { createByHand } from './by-hand.ts'
import type { Grouping } from './grouping.ts'
import { discussionLimits as limits } from './limits.ts'
import { shortHash, threadSetId } from './participant-set.ts'
import { withPeople } from './people.ts'
import { listDiscussion } from './resolve.ts'

/** Discussions as lists and the reader see them: of people, where storage knows addresses. */
export function createDiscussionManager(
  context: CoreContext,
  grouping: Grouping,
  undo: Undo,
): Handlers<Operations['discussions']> {
  const { stores, hash } = context
  const { knowledge } = grouping
  const byHand = createByHand(context, grouping, undo)

  async function asShown(items: readonly DiscussionSummary[], options: ReadOptions): Promise<DiscussionSummary[]> {
    await knowledge.ready()
    const sets =
      items.length === 0
        ? []
        : await stores.participantSets.ofDiscussions(
            items.map(({ id }) => id),
            options,
          )
    const bySet = Map.groupBy(sets, ({ discussionId }) => discussionId)
    return items.map((item) => {
      const own = bySet.get(item.id) ?? []
      const addresses = [...new Set(own.flatMap((set) => set.addresses))]
      const shown = withPeople(item, addresses, knowledge)
      const listId = shown.listId ?? listOf(item.id, addresses)
      return { ...shown, listId, kind: listId === null ? shown.kind : 'list', byHand: own.some(isByHand) }
    })
  }

  /** where only what was written to the list is here */
  const listOf = (discussionId: string, addresses: readonly string[]): string | null => {
    const lists = addresses.flatMap((address) => knowledge.posting.listAt(address) ?? [])
    return lists.find((listId) => listDiscussion(listId, hash) === discussionId) ?? null
  }

  const isByHand = ({ id, threadId }: { readonly id: string; readonly threadId: string | null }): boolean =>
    (threadId !== null && knowledge.edits.takeOutOf(threadId) !== null && id === threadSetId(threadId, hash)) ||
    knowledge.edits.joins().some(({ participantSetIds }) => participantSetIds.includes(id))

  return {
    async list({ view, unread, importance, cursor, limit }, call) {
      const page = await stores.discussions.list({ view, unread, importance, cursor, limit }, call)
      return { ...page, items: await asShown(page.items, call) }
    },

    async get({ id }, call) {
      const [discussion] = await asShown(await stores.discussions.get([id], call), call)
      if (discussion === undefined) throw gone()
      return discussion
    },

    histogram: async ({ view, unread }, call) => ({ levels: await stores.discussions.histogram(view, unread, call) }),

    async threads({ id, cursor, limit }, call) {
      const page = await stores.discussions.threads(id, cursor, limit, call)
      if (page.items.length === 0 && cursor === undefined) throw gone()
      return page
    },

    async messages({ id, threadId, cursor, limit }, call) {
      const page = await stores.discussions.messages({ discussionId: id, threadId, cursor, limit }, call)
      if (page.items.length === 0 && cursor === undefined) throw gone()
      return page
    },

    async forPeople({ addresses }, call) {
      await knowledge.ready()
      const keys = [...new Set(addresses.map(addressKey))].filter((address) => address !== '').sort()
      if (keys.length === 0 || keys.length > limits.people) return { id: null }
      const set = { addresses: keys, listId: null, circularBy: null, threadId: null }
      const id = knowledge.now().resolve({ ...set, id: shortHash(hash, `people\n${keys.join('\n')}`) })
      return { id: (await stores.discussions.get([id], call)).length === 0 ? null : id }
    },

    takeOut: ({ threadId }) => byHand.takeOut(threadId),
    join: ({ ids }) => byHand.join(ids),
  }
}

const gone = () =>
  fail('not-found', 'This discussion is not here any more. Its messages were deleted, or stand in another one now.')
