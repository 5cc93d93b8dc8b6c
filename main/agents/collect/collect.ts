import { toProblem } from '../../../core/defs/index.ts'
import type { Core, Events, Logger } from '../../../core/index.ts'
import type { JobHandle, RunningTask, Scheduler } from '../scheduler/index.ts'

/** Keeps the user's own card, and collects contacts from stored mail: that of before, and of an address that is new. */
export interface CollectAgent {
  start(): void
  stop(): Promise<void>
}

export interface CollectDependencies {
  readonly contacts: Core['contacts']
  readonly scheduler: Pick<Scheduler, 'repeat'>
  readonly events: Pick<Events, 'subscribe'>
  readonly logger: Logger
  /** after a start; fifteen seconds unless a test says otherwise: the window and the discussions come first */
  readonly checkAfterMs?: number
}

export function createCollectAgent(dependencies: CollectDependencies): CollectAgent {
  const { contacts, scheduler, events, logger, checkAfterMs = 15_000 } = dependencies
  const { stored, settled } = contacts.collector
  const stopping = new AbortController()
  let job: JobHandle | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let background: Promise<unknown> = Promise.resolve()

  const run = (task: RunningTask): Promise<void> =>
    stored.run(task.signal, ({ done, total }) => task.report({ step: '', done, total }))

  async function begin(): Promise<void> {
    await contacts.keepOwn()
    const needed = await stored.needed()
    if (!needed || stopping.signal.aborted) return
    const label = 'Collecting contacts from your mail'
    if (job === null) job = scheduler.repeat({ key: 'collect', kind: 'maintenance', label, everyMs: null, run })
    else await job.trigger()
  }

  function check(): void {
    background = Promise.all([background, begin()]).catch((thrown) => {
      if (stopping.signal.aborted) return
      logger.warn('Contacts could not be collected yet', { details: toProblem(thrown).message })
    })
  }

  const unsubscribe = events.subscribe(({ type }) => {
    // before the first look there is one to come
    if (type === 'accounts.changed' && timer === null) check()
  })

  return {
    start() {
      timer = setTimeout(() => {
        timer = null
        check()
      }, checkAfterMs)
      timer.unref()
    },
    async stop() {
      unsubscribe()
      stopping.abort()
      if (timer !== null) clearTimeout(timer)
      await job?.stop()
      await background
      await settled()
    },
  }
}
