import { z } from 'zod'
import type { CoreContext } from '../ports.ts'
import type { Judge } from './judged.ts'
import { renewBatch } from './limits.ts'
import { importanceRules } from './points.ts'

export interface CatchUpOptions {
  readonly signal: AbortSignal
  /** messages judged so far */
  report(done: number): void
}

/** Judges everything anew when the rules have changed since it was judged. */
export interface CatchUp {
  isDue(): Promise<boolean>
  /** goes on where it was stopped; resolves when everything was judged by the rules of now */
  run(options: CatchUpOptions): Promise<void>
}

const checkpointId = 'importance-rules'
/** By which rules everything is judged, or up to which message it is on its way there. */
const progress = z.object({ rules: z.number().int(), after: z.string().nullable(), done: z.boolean() })
type Progress = z.output<typeof progress>

const batch = { priority: 'batch' } as const

export function createCatchUp({ stores, clock }: CoreContext, renew: Judge['renew']): CatchUp {
  async function read(): Promise<Progress> {
    const record = await stores.records.get('checkpoint', checkpointId, batch)
    const known = progress.safeParse(record?.state)
    if (known.success && known.data.rules === importanceRules) return known.data
    // a mailbox that begins is judged as it comes in
    const first = record === null && (await stores.messages.walk(null, 1, batch)).length === 0
    const begun = { rules: importanceRules, after: null, done: first }
    if (first) await keep(begun)
    return begun
  }

  async function keep(state: Progress): Promise<void> {
    const value = { id: checkpointId, updatedAtMs: clock.nowMs(), state }
    await stores.commit({ recordPuts: [{ noun: 'checkpoint', value }] }, batch)
  }

  return {
    isDue: async () => !(await read()).done,
    async run({ signal, report }) {
      let state = await read()
      for (let done = 0; !state.done; ) {
        signal.throwIfAborted()
        const ids = await stores.messages.walk(state.after, renewBatch, batch)
        await renew(ids)
        done += ids.length
        state = { ...state, after: ids.at(-1) ?? state.after, done: ids.length < renewBatch }
        await keep(state)
        report(done)
      }
    },
  }
}
