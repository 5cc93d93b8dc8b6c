import { toProblem } from '../../../core/defs/index.ts'
import type { Core, Events, Logger } from '../../../core/index.ts'
import type { JobHandle, RunningTask, Scheduler } from '../scheduler/index.ts'

/** Puts stored mail into its discussions: mail from before there were any, and the user's own after a new address. */
export interface RegroupAgent {
  start(): void
  stop(): Promise<void>
}

export interface RegroupDependencies {
  readonly discussions: Core['discussions']
  readonly scheduler: Pick<Scheduler, 'repeat'>
  readonly events: Pick<Events, 'subscribe'>
  readonly logger: Logger
  /** after a start; ten seconds unless a test says otherwise: the window comes first */
  readonly checkAfterMs?: number
}

const steps = { latest: 'The latest messages', rest: 'All other messages' } as const

export function createRegroupAgent(dependencies: RegroupDependencies): RegroupAgent {
  const { discussions, scheduler, events, logger, checkAfterMs = 10_000 } = dependencies
  const stopping = new AbortController()
  let job: JobHandle | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let background: Promise<unknown> = Promise.resolve()

  const run = (task: RunningTask): Promise<void> =>
    discussions.review.run(task.signal, ({ step, done, total }) => task.report({ step: steps[step], done, total }))

  async function beginIfNeeded(): Promise<void> {
    await discussions.settled()
    const needed = await discussions.review.needed()
    if (!needed || stopping.signal.aborted) return
    const label = 'Sorting messages into discussions'
    if (job === null) job = scheduler.repeat({ key: 'regroup', kind: 'maintenance', label, everyMs: null, run })
    else await job.trigger()
  }

  /** What a crash left behind between a change of a contact and its discussions. */
  async function check(): Promise<void> {
    const moved = await discussions.check(stopping.signal)
    if (moved > 0) logger.info('Discussions were put right after a start', { moved })
  }

  function follow(work: () => Promise<void>): void {
    background = Promise.all([background, work()]).catch((thrown) => {
      if (!stopping.signal.aborted)
        logger.warn('Messages could not be sorted into discussions yet', { details: toProblem(thrown).message })
    })
  }

  const unsubscribe = events.subscribe(({ type }) => {
    if (type === 'accounts.changed' || type === 'contacts.changed') follow(beginIfNeeded)
  })

  return {
    start() {
      timer = setTimeout(() => follow(check), checkAfterMs)
      timer.unref()
      follow(beginIfNeeded)
    },
    async stop() {
      unsubscribe()
      stopping.abort()
      if (timer !== null) clearTimeout(timer)
      await job?.stop()
      await background
    },
  }
}
