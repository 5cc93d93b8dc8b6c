import type { Learnt } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { maxLearnt } from './limits.ts'

/** What is counted of a person or list. */
export type Habit = Omit<Learnt, 'id' | 'updatedAtMs'>
export interface HabitChange {
  readonly id: string
  readonly by: Partial<Habit>
}

/** What takes a change back. */
export const opposite = ({ id, by }: HabitChange): HabitChange => ({
  id,
  by: Object.fromEntries(Object.entries(by).map(([field, count]) => [field, -count])),
})

/**
 * What was learnt of people and lists: counts, so that the order in which it was learnt does not matter. On this computer
 * only: nothing of it stands in the log that devices exchange.
 */
export interface Learning {
  /** undefined if nothing is known; `key` as in `learntKey` */
  of(key: string): Promise<Learnt | undefined>
  /** counts what happened; resolves when it is kept. Negative counts take back. */
  note(changes: readonly HabitChange[]): Promise<void>
  /** of one person or list, or of all */
  forget(id?: string): Promise<void>
}

const none: Habit = { received: 0, opened: 0, answered: 0, starred: 0, ignored: 0, corrections: 0, correctionSum: 0 }
const pageSize = 500

export function createLearning({ stores, clock }: CoreContext): Learning {
  let loaded: Promise<Map<string, Learnt>> | null = null
  const table = (): Promise<Map<string, Learnt>> => {
    loaded ??= load().catch((thrown: unknown) => {
      loaded = null
      throw thrown
    })
    return loaded
  }

  async function load(): Promise<Map<string, Learnt>> {
    const found = new Map<string, Learnt>()
    let cursor: string | undefined
    do {
      const page = await stores.records.list('learnt', { cursor, limit: pageSize }, { priority: 'batch' })
      for (const item of page.items) found.set(item.id, item)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  // One after the other: each commit starts from what the one before it left.
  let last: Promise<unknown> = Promise.resolve()
  function inOrder(work: () => Promise<void>): Promise<void> {
    const done = last.then(work, work)
    last = done.catch(() => undefined)
    return done
  }

  return {
    of: async (key) => (await table()).get(key),

    note: (changes) =>
      inOrder(async () => {
        if (changes.length === 0) return
        const known = await table()
        const changed = new Map<string, Learnt>()
        for (const { id, by } of changes) {
          const before = changed.get(id) ?? known.get(id) ?? { id, ...none, updatedAtMs: 0 }
          changed.set(id, { ...before, ...added(before, by), updatedAtMs: clock.nowMs() })
        }
        const forgotten = oldest(known, changed)
        await stores.commit(
          {
            recordPuts: [...changed.values()].map((value) => ({ noun: 'learnt', value })),
            recordRemoves: forgotten.map((id) => ({ noun: 'learnt', id })),
          },
          { priority: 'batch' },
        )
        for (const id of forgotten) known.delete(id)
        for (const [id, value] of changed) known.set(id, value)
      }),

    forget: (id) =>
      inOrder(async () => {
        const known = await table()
        const ids = id === undefined ? [...known.keys()] : known.has(id) ? [id] : []
        for (let at = 0; at < ids.length; at += pageSize) {
          const step = ids.slice(at, at + pageSize)
          await stores.commit({ recordRemoves: step.map((each) => ({ noun: 'learnt', id: each })) })
          for (const each of step) known.delete(each)
        }
      }),
  }
}

/** Nothing is counted below zero, but the sum of corrections. */
function added(before: Learnt, by: Partial<Habit>): Partial<Habit> {
  return Object.fromEntries(
    Object.entries(by).map(([field, count]) => {
      const sum: number = Reflect.get(before, field) + count
      return [field, field === 'correctionSum' ? sum : Math.max(0, sum)]
    }),
  )
}

function oldest(known: ReadonlyMap<string, Learnt>, changed: ReadonlyMap<string, Learnt>): string[] {
  const fresh = [...changed.keys()].filter((id) => !known.has(id)).length
  const excess = known.size + fresh - maxLearnt
  if (excess <= 0) return []
  const kept = [...known.values()].filter(({ id }) => !changed.has(id))
  return kept
    .toSorted((a, b) => a.updatedAtMs - b.updatedAtMs)
    .slice(0, excess)
    .map(({ id }) => id)
}
