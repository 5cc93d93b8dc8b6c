import type { Core, Events, Logger } from '../../../core/index.ts'
import { createCatchUp, type Scheduler } from '../scheduler/index.ts'

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
  const catchUp = createCatchUp({
    scheduler,
    logger,
    key: 'collect',
    label: 'Collecting contacts from your mail',
    warning: 'Contacts could not be collected yet',
    async needed() {
      await contacts.keepOwn()
      return stored.needed()
    },
    run: (task) => stored.run(task.signal, ({ done, total }) => task.report({ step: '', done, total })),
  })
  let timer: ReturnType<typeof setTimeout> | null = null

  const unsubscribe = events.subscribe(({ type }) => {
    // before the first look there is one to come
    if (type === 'accounts.changed' && timer === null) catchUp.look()
  })

  return {
    start() {
      timer = setTimeout(() => {
        timer = null
        catchUp.look()
      }, checkAfterMs)
      timer.unref()
    },
    async stop() {
      unsubscribe()
      if (timer !== null) clearTimeout(timer)
      await catchUp.stop()
      await settled()
    },
  }
}
