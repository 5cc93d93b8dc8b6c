import { z } from 'zod'
import type { CoreContext } from '../ports.ts'

/** Ends what was deleted long ago for good. */
export interface Retention {
  /** one look at everything stored; answers how many messages were ended */
  sweep(signal?: AbortSignal): Promise<number>
}

/** A message that stands in no mailbox any more is kept this long, so that a late undo or a move by another program finds it. */
const keepDeletedMs = 30 * 24 * 3_600_000
/** Messages looked at together. */
const batchSize = 500
/** Deleted messages whose time is remembered at once; the rest is remembered when these are gone. */
const maxRemembered = 20_000

const checkpointId = 'retention'
const savedState = z.record(z.string(), z.number())

export function createRetention(context: CoreContext): Retention {
  const { stores, clock, log } = context
  const batch = { priority: 'batch' } as const

  /** Those of these messages that stand nowhere, and of which no server has still to be told. */
  async function standingNowhere(ids: readonly string[], told: ReadonlySet<string>): Promise<string[]> {
    const places = new Set((await stores.messages.memberships(ids, batch)).map(({ messageId }) => messageId))
    return ids.filter((id) => !places.has(id) && !told.has(id))
  }

  return {
    async sweep(signal) {
      const nowMs = clock.nowMs()
      const saved = savedState.safeParse((await stores.records.get('checkpoint', checkpointId))?.state ?? {})
      const before = saved.success ? saved.data : {}
      const told = await journalled(context)
      const seen: Record<string, number> = {}
      let remembered = 0
      let ended = 0
      let after: string | null = null
      for (;;) {
        signal?.throwIfAborted()
        const ids: string[] = await stores.messages.walk(after, batchSize, batch)
        if (ids.length === 0) break
        after = ids.at(-1) ?? null
        const gone = await standingNowhere(ids, told)
        const due = gone.filter((id) => nowMs - (before[id] ?? nowMs) >= keepDeletedMs)
        for (const id of gone) {
          if (due.includes(id) || remembered >= maxRemembered) continue
          seen[id] = before[id] ?? nowMs
          remembered += 1
        }
        if (due.length > 0)
          await stores.commit({ messageRemoves: due, log: due.map((id) => log.delete('message', id)) }, batch)
        ended += due.length
      }
      await stores.commit({
        recordPuts: [{ noun: 'checkpoint', value: { id: checkpointId, updatedAtMs: nowMs, state: seen } }],
      })
      return ended
    },
  }
}

/** Messages that the journal still speaks of: their bytes may be needed to tell a server. */
async function journalled({ stores }: CoreContext): Promise<Set<string>> {
  const ids = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await stores.records.list('journal', { cursor, limit: batchSize })
    for (const { action } of page.items) if ('messageId' in action) ids.add(action.messageId)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}
