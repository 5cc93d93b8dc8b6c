import { toProblem } from '../../../core/defs/index.ts'
import type { Importance, Logger } from '../../../core/index.ts'
import type { Scheduler } from '../scheduler/index.ts'

export interface ImportanceAgentParts {
  readonly catchUp: Importance['catchUp']
  readonly scheduler: Scheduler
  readonly logger: Logger
  /** after a start the window comes first, then privacy, which importance leans on */
  readonly startAfterMs?: number
}

const startAfterMs = 30_000

/** Has everything judged anew after the rules of importance have changed: seen, resumable, and not while one waits. */
export function startImportance({
  catchUp,
  scheduler,
  logger,
  startAfterMs: afterMs = startAfterMs,
}: ImportanceAgentParts) {
  const job = { key: 'importance', kind: 'maintenance', label: 'Importance by new rules' } as const
  // asked at once: a mailbox that is empty now is judged as it fills
  const due = catchUp.isDue().catch(() => true)
  async function begin(): Promise<void> {
    if (!(await due)) return
    await scheduler.run(job, ({ signal, report }) => catchUp.run({ signal, report: (done) => report({ done }) }))
  }
  const timer = setTimeout(() => {
    begin().catch((thrown: unknown) => {
      const { code, details, message } = toProblem(thrown)
      if (code !== 'cancelled') logger.warn('Messages could not be judged anew', { details: details ?? message })
    })
  }, afterMs)
  timer.unref()
  return { stop: (): void => clearTimeout(timer) }
}
