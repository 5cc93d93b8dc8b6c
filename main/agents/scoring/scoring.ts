import { setImmediate as nextTurn } from 'node:timers/promises'
import { toProblem } from '../../../core/defs/index.ts'
import type { Clock, Events, Logger, PrivacyBackground } from '../../../core/index.ts'
import type { RunningTask, Scheduler } from '../scheduler/index.ts'
import { scoringLimits } from './limits.ts'

/** Judges stored mail anew: when rules or components have changed, and when people and habits have. */
export interface ScoringAgent {
  start(): void
  /** resolves when nothing is left to do of what is known now */
  idle(): Promise<void>
  stop(): Promise<void>
}

export interface ScoringDependencies {
  readonly background: PrivacyBackground
  readonly scheduler: Pick<Scheduler, 'run'>
  readonly events: Pick<Events, 'subscribe'>
  readonly clock: Clock
  readonly logger: Logger
  /** for tests: when the first round begins, and how long after a change the next */
  readonly startAfterMs?: number
  readonly afterChangeMs?: number
}

/**
 * One round at a time, each step small, every read and write behind those that a person waits for. What is left when the
 * program ends is found again: messages know by which rules they were scored, and people who wait are kept.
 */
export function createScoringAgent(dependencies: ScoringDependencies): ScoringAgent {
  const { background, scheduler, events, clock, logger } = dependencies
  const { startAfterMs = scoringLimits.startAfterMs, afterChangeMs = scoringLimits.afterChangeMs } = dependencies
  const stopping = new AbortController()
  let timer: ReturnType<typeof setTimeout> | null = null
  let round: Promise<void> = Promise.resolve()
  let started = false
  /** when the first change came that the next round is for */
  let sinceMs: number | null = null

  function wake(afterMs: number): void {
    if (!started || stopping.signal.aborted) return
    const nowMs = clock.nowMs()
    sinceMs ??= nowMs
    if (timer !== null) {
      // while an import runs, everything that is worked out now would be worked out again in a moment
      if (nowMs - sinceMs > scoringLimits.longestWaitMs) return
      clearTimeout(timer)
    }
    timer = setTimeout(() => {
      timer = null
      sinceMs = null
      begin()
    }, afterMs)
    timer.unref()
  }

  function begin(): void {
    round = round.then(run).catch((thrown: unknown) => {
      if (!stopping.signal.aborted) logger.warn('Mail was not judged anew', { details: toProblem(thrown).message })
    })
  }

  async function run(): Promise<void> {
    if (stopping.signal.aborted) return
    if (await background.componentsChanged()) {
      await asTask('Looking at stored mail again', null, (task) =>
        inSteps(task, () => background.readAgain(scoringLimits.readStep)),
      )
    }
    const stale = await background.staleCount()
    if (stale > 0) {
      await asTask('Judging privacy anew', stale, (task) =>
        inSteps(task, () => background.scoreStale(scoringLimits.step)),
      )
    }
    const waiting = background.waitingPeople()
    if (waiting > scoringLimits.quietly) await asTask('Judging people anew', waiting, settleAll)
    else if (waiting > 0) await settleAll(null)
  }

  const asTask = (label: string, total: number | null, work: (task: RunningTask) => Promise<void>): Promise<void> =>
    scheduler.run(
      { key: 'scoring', kind: 'maintenance', label },
      (task) => {
        task.report({ step: label, done: 0, total })
        return work(task)
      },
      stopping.signal,
    )

  async function inSteps(task: RunningTask, step: () => Promise<number>): Promise<void> {
    let done = 0
    for (;;) {
      task.signal.throwIfAborted()
      const count = await step()
      if (count === 0) return
      done += count
      task.report({ done })
      await nextTurn()
    }
  }

  async function settleAll(task: RunningTask | null): Promise<void> {
    const signal = task?.signal ?? stopping.signal
    let done = 0
    for (let waiting = background.waitingPeople(); waiting > 0; waiting = background.waitingPeople()) {
      signal.throwIfAborted()
      await background.settlePeople(scoringLimits.people, signal)
      done += Math.max(0, waiting - background.waitingPeople())
      task?.report({ done })
      await nextTurn()
    }
  }

  background.onPeople(() => wake(afterChangeMs))
  const unsubscribe = events.subscribe(({ type }) => {
    if (type === 'messages.added' || type === 'messages.changed') wake(afterChangeMs)
  })

  return {
    start() {
      started = true
      wake(startAfterMs)
    },
    async idle() {
      if (timer !== null) {
        clearTimeout(timer)
        timer = null
      }
      begin()
      await round
    },
    async stop() {
      stopping.abort()
      unsubscribe()
      if (timer !== null) clearTimeout(timer)
      await round
    },
  }
}
