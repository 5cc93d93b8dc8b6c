import type { Clock } from '../../../core/index.ts'

export interface Alarm {
  /** runs the work now; a ring while it runs makes it run once more. Resolves when it has run after this ring */
  ring(): Promise<void>
  stop(): Promise<void>
}

/**
 * A timer of the operating system stands still while the computer sleeps and knows nothing of a clock that was set:
 * looking again at least this often sends what is due within half a minute of waking.
 */
const lookAgainMs = 30_000

/** Runs `work`, which must not throw, when rung and when the time that it answered last (null: never) has come. It never runs twice at once. */
export function createAlarm(clock: Clock, work: () => Promise<number | null>): Alarm {
  let running: Promise<void> | null = null
  let again: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function run(): Promise<void> {
    clearTimeout(timer)
    const next = await work()
    if (stopped || next === null || next === Number.POSITIVE_INFINITY) return
    timer = setTimeout(() => void ring(), Math.min(lookAgainMs, Math.max(0, next - clock.nowMs())))
    timer.unref()
  }

  function begin(): Promise<void> {
    const current = run().finally(() => {
      if (running === current) running = null
    })
    running = current
    return current
  }

  function ring(): Promise<void> {
    if (stopped) return Promise.resolve()
    if (running === null) return begin()
    again ??= running.then(() => {
      again = null
      return stopped ? undefined : begin()
    })
    return again
  }

  return {
    ring,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
      clearTimeout(timer)
    },
  }
}
