import type { ChangeSet } from '../../storage/contracts/index.ts'
import type { DiscussionEdit } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { discussionLimits as limits } from './limits.ts'
import { shortHash, threadSetId } from './participant-set.ts'

/** Edits that come and edits that go, in one step. */
export interface EditChange {
  readonly put: readonly DiscussionEdit[]
  readonly removed: readonly DiscussionEdit[]
  /** what was removed because it goes on as another: id to id */
  readonly became?: ReadonlyMap<string, string>
}

export const noEdit: EditChange = { put: [], removed: [] }

/** What the user did to discussions by hand, all of it in memory: it is asked for with every message that comes in. */
export interface Edits {
  load(): Promise<void>
  takeOutOf(threadId: string): DiscussionEdit | null
  /** that edit as it is now, its thread having become part of another one perhaps; null if it is gone */
  find(edit: DiscussionEdit): DiscussionEdit | null
  /** as they will be after the change */
  joins(change?: EditChange): readonly DiscussionEdit[]
  newTakeOut(threadId: string): DiscussionEdit
  newJoin(participantSetIds: readonly string[]): DiscussionEdit
  /** threads became part of others: what was done to the one holds for the whole */
  afterMerges(merges: NonNullable<ChangeSet['threadMerges']>): EditChange
  changes(change: EditChange): Required<Pick<ChangeSet, 'recordPuts' | 'recordRemoves' | 'log'>>
  /** the change is on disk */
  keep(change: EditChange): void
}

export function createEdits({ stores, clock, hash, log }: CoreContext): Edits {
  const edits = new Map<string, DiscussionEdit>()
  const became = new Map<string, string>()
  const takeOutId = (threadId: string): string => shortHash(hash, `take-out\n${threadId}`)

  const newTakeOut = (threadId: string): DiscussionEdit => ({
    id: takeOutId(threadId),
    kind: 'take-out',
    threadId,
    participantSetIds: [],
    createdAtMs: clock.nowMs(),
  })

  function joins({ put, removed }: EditChange = noEdit): DiscussionEdit[] {
    const all = new Map([...edits.values(), ...put].map((edit) => [edit.id, edit]))
    for (const { id } of removed) all.delete(id)
    return [...all.values()].filter(({ kind }) => kind === 'join')
  }

  return {
    async load() {
      let cursor: string | undefined
      do {
        const page = await stores.records.list('discussionEdit', { cursor, limit: limits.setsAtOnce })
        for (const edit of page.items) edits.set(edit.id, edit)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
    },

    takeOutOf: (threadId) => edits.get(takeOutId(threadId)) ?? null,
    find({ id }) {
      let now = id
      for (let next = became.get(now); next !== undefined && !edits.has(now); next = became.get(now)) now = next
      return edits.get(now) ?? null
    },
    joins,
    newTakeOut,

    newJoin(setIds) {
      const participantSetIds = [...new Set(setIds)].sort()
      const id = shortHash(hash, `join\n${participantSetIds.join('\n')}`)
      return { id, kind: 'join', threadId: null, participantSetIds, createdAtMs: clock.nowMs() }
    },

    afterMerges(merges) {
      const put = new Map<string, DiscussionEdit>()
      const removed: DiscussionEdit[] = []
      const renamed = new Map<string, string>()
      for (const { from, into } of merges) {
        const moved = edits.get(takeOutId(from))
        if (moved !== undefined) {
          removed.push(moved)
          renamed.set(moved.id, takeOutId(into))
          const { createdAtMs } = moved
          if (!edits.has(takeOutId(into))) put.set(takeOutId(into), { ...newTakeOut(into), createdAtMs })
        }
        const [fromSet, intoSet] = [threadSetId(from, hash), threadSetId(into, hash)]
        for (const join of joins()) {
          const now = put.get(join.id) ?? join
          if (!now.participantSetIds.includes(fromSet)) continue
          const others = now.participantSetIds.filter((id) => id !== fromSet && id !== intoSet)
          put.set(join.id, { ...now, participantSetIds: [...others, intoSet].sort() })
        }
      }
      return { put: [...put.values()], removed, became: renamed }
    },

    changes: ({ put, removed }) => ({
      recordPuts: put.map((value) => ({ noun: 'discussionEdit', value })),
      recordRemoves: removed.map(({ id }) => ({ noun: 'discussionEdit', id })),
      log: [
        ...put.flatMap(({ id, ...fields }) => log.fields('discussion', id, fields)),
        ...removed.map(({ id }) => log.delete('discussion', id)),
      ],
    }),

    keep({ put, removed, became: renamed = new Map() }) {
      for (const [from, to] of renamed) became.set(from, to)
      for (const { id } of removed) edits.delete(id)
      for (const edit of put) edits.set(edit.id, edit)
    },
  }
}
