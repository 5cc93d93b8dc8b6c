import type { Core, Events, Logger } from '../../../core/index.ts'
import { createCatchUp, type Scheduler } from '../scheduler/index.ts'

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
  const catchUp = createCatchUp({
    scheduler,
    logger,
    key: 'regroup',
    label: 'Sorting messages into discussions',
    warning: 'Messages could not be sorted into discussions yet',
    async needed() {
      await discussions.settled()
      return discussions.review.needed()
    },
    run: (task) =>
      discussions.review.run(task.signal, ({ step, done, total }) => task.report({ step: steps[step], done, total })),
  })
  let timer: ReturnType<typeof setTimeout> | null = null

  /** What a crash left behind between a change of a contact and its discussions. */
  async function check(): Promise<void> {
    const moved = await discussions.check(catchUp.signal)
    if (moved > 0) logger.info('Discussions were put right after a start', { moved })
  }

  const unsubscribe = events.subscribe(({ type }) => {
    if (type === 'accounts.changed' || type === 'contacts.changed') catchUp.look()
  })

  return {
    start() {
      timer = setTimeout(() => catchUp.follow(check), checkAfterMs)
      timer.unref()
      catchUp.look()
    },
    async stop() {
      unsubscribe()
      if (timer !== null) clearTimeout(timer)
      await catchUp.stop()
    },
  }
}
