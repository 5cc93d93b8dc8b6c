import { z } from 'zod'
import type { CoreContext } from '../ports.ts'
import { type Allowed, type DueCheck, dueAmong } from './due.ts'
import { checkLimits } from './limits.ts'
import { rulesOfAll } from './trust.ts'

/** A walk over all messages, newest first, for what was not checked yet, or by other rules. */
export interface Walk {
  /** one page; `next` null: that was the last */
  page(after: string | null): Promise<{ readonly due: DueCheck[]; readonly next: string | null }>
  /** whether one went to its end, and nothing has changed since that calls for another */
  isDone(): Promise<boolean>
  /** it went to its end, or all that came since was checked as it came */
  noteDone(): Promise<void>
}

/** All that stands in a list, and what lies in junk alone. */
const views = ['all', 'role:junk'] as const
const checkpointId = 'authentication-walk'
const savedState = z.object({ rules: z.string(), messages: z.number(), asked: z.boolean() })

export function createWalk(context: CoreContext, mayAsk: () => Promise<Allowed>): Walk {
  const { stores, clock } = context

  const stateNow = async (): Promise<z.output<typeof savedState>> => {
    const [rules, { messages }, allowed] = await Promise.all([rulesOfAll(context), stores.stats(), mayAsk()])
    return { rules, messages, asked: allowed !== 'switched-off' }
  }

  let begun: Awaited<ReturnType<typeof stateNow>> | null = null

  return {
    async page(after) {
      if (after === null) begun = await stateNow()
      const [index = '0', cursor = ''] = after?.split('|') ?? []
      const view = views[Number(index)]
      if (view === undefined) return { due: [], next: null }
      const request = { view, cursor: cursor === '' ? undefined : cursor, limit: checkLimits.page }
      const page = await stores.messages.list(request, { priority: 'batch' })
      const following = Number(index) + 1 < views.length ? `${Number(index) + 1}|` : null
      return {
        due: await dueAmong(context, page.items, await mayAsk(), false),
        next: page.nextCursor === null ? following : `${index}|${page.nextCursor}`,
      }
    },

    async isDone() {
      const saved = savedState.safeParse((await stores.records.get('checkpoint', checkpointId))?.state)
      if (!saved.success) return false
      const now = await stateNow()
      return saved.data.rules === now.rules && saved.data.messages === now.messages && (saved.data.asked || !now.asked)
    },

    async noteDone() {
      // by what it began with: trust that changed on the way calls for another walk
      const now = await stateNow()
      const state = { ...(begun ?? now), messages: now.messages }
      begun = null
      const value = { id: checkpointId, updatedAtMs: clock.nowMs(), state }
      await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] }, { priority: 'batch' })
    },
  }
}
