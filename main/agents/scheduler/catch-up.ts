import { toProblem } from '../../../core/defs/index.ts'
import type { Logger } from '../../../core/index.ts'
import type { JobHandle, Scheduler } from './scheduler.ts'
import type { RunningTask } from './task-board.ts'

export interface CatchUpParts {
  readonly scheduler: Pick<Scheduler, 'repeat'>
  readonly logger: Logger
  readonly key: string
  readonly label: string
  /** for the log, when looking failed; it is looked again at the next occasion */
  readonly warning: string
  /** whether there is anything to do */
  readonly needed: () => Promise<boolean>
  readonly run: (task: RunningTask) => Promise<void>
}

/** Work on what is stored that is looked for on occasion, and done as one job, seen while it runs, if there is any. */
export interface CatchUp {
  /** aborted when it stops */
  readonly signal: AbortSignal
  look(): void
  /** other work in the background of the same agent: awaited when it stops, and only noted when it fails */
  follow(work: () => Promise<void>): void
  stop(): Promise<void>
}

export function createCatchUp({ scheduler, logger, key, label, warning, needed, run }: CatchUpParts): CatchUp {
  const stopping = new AbortController()
  let job: JobHandle | null = null
  let background: Promise<unknown> = Promise.resolve()

  async function begin(): Promise<void> {
    if (!(await needed()) || stopping.signal.aborted) return
    if (job === null) job = scheduler.repeat({ key, kind: 'maintenance', label, everyMs: null, run })
    else await job.trigger()
  }

  function follow(work: () => Promise<void>): void {
    background = Promise.all([background, work()]).catch((thrown: unknown) => {
      if (!stopping.signal.aborted) logger.warn(warning, { details: toProblem(thrown).message })
    })
  }

  return {
    signal: stopping.signal,
    look: () => follow(begin),
    follow,
    async stop() {
      stopping.abort()
      await job?.stop()
      await background
    },
  }
}
