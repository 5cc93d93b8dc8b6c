import type { Authentication, Checked, DueCheck } from '../../../core/index.ts'
import { agentLimits } from './limits.ts'

export interface Tally {
  checked: number
  /** wait for an answer of the DNS */
  pending: number
  /** not looked at */
  left: number
}

export const nothing: Tally = { checked: 0, pending: 0, left: 0 }
export const sum = (a: Tally, b: Tally): Tally => ({
  checked: a.checked + b.checked,
  pending: a.pending + b.pending,
  left: a.left + b.left,
})

export interface CheckOptions {
  /** aborted: everything stops, what is not written is not done */
  readonly signal: AbortSignal
  /** aborted: no new ones are begun */
  readonly enough: AbortSignal
  /** aborted: the DNS is not waited for any longer; what needs it is written down as pending */
  readonly giveUp: AbortSignal
  /** when so many in a row had no answer that nobody seems to be there: check the rest without asking, or leave it */
  readonly inSilence: 'go-on' | 'stop'
  readonly onChecked?: (count: number) => void
}

type Checks = Pick<Authentication, 'check' | 'settle' | 'answersHeard'>

/**
 * Checks messages, some at once, and writes what is found as it comes: what is ready while a write runs goes with the next.
 * `rescore` is told of what was written.
 */
export async function checkAll(
  authentication: Checks,
  due: readonly DueCheck[],
  rescore: (messageIds: readonly string[]) => Promise<void>,
  { signal, enough, giveUp, inSilence, onChecked }: CheckOptions,
): Promise<Tally> {
  const tally: Tally = { checked: 0, pending: 0, left: 0 }
  const line = [...due]
  const silence = new AbortController()
  const unasked = AbortSignal.any([signal, giveUp, silence.signal])
  let silentInRow = 0
  let ready: Checked[] = []
  let writing: Promise<unknown> = Promise.resolve()
  let isWriting = false

  async function write(): Promise<void> {
    isWriting = true
    try {
      while (ready.length > 0) {
        const taken = ready
        ready = []
        tally.pending += await authentication.settle(taken)
        tally.checked += taken.length
        await rescore(taken.map(({ due: { id } }) => id))
        onChecked?.(taken.length)
      }
    } finally {
      isWriting = false
    }
  }

  function note(checked: Checked, heardBefore: number): void {
    if (authentication.answersHeard > heardBefore) silentInRow = 0
    else if (hasNoAnswer(checked)) silentInRow++
    if (silentInRow >= agentLimits.silentInRow) silence.abort()
    ready.push(checked)
    if (isWriting) return
    writing = Promise.all([writing, write()])
    writing.catch(() => undefined) // awaited below
  }

  async function work(): Promise<void> {
    while (!signal.aborted && !enough.aborted && !(inSilence === 'stop' && unasked.aborted)) {
      const next = line.shift()
      if (next === undefined) return
      const heardBefore = authentication.answersHeard
      const checked = await authentication.check(next, { signal, giveUp: unasked })
      // what was cut short by the end of the program is not written: it has not been checked
      if (checked !== null && !signal.aborted) note(checked, heardBefore)
      if (ready.length >= agentLimits.unwritten) await writing
    }
  }

  await Promise.all(Array.from({ length: atOnceOf(due) }, work))
  await writing
  signal.throwIfAborted()
  return { ...tally, left: line.length }
}

const hasNoAnswer = ({ verified }: Checked): boolean =>
  [verified.dkim, verified.spf, verified.dmarc, verified.arc].some(
    ({ result, reason }) => result === 'pending' && reason === 'no-answer',
  )

/** Fewer at once when they are big. */
function atOnceOf(due: readonly DueCheck[]): number {
  const biggest = Math.max(1, ...due.map(({ sizeBytes }) => sizeBytes))
  return Math.min(agentLimits.atOnce, Math.max(1, Math.floor(agentLimits.bytesAtOnce / biggest)))
}
