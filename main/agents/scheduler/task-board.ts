import { fail, type Problem, type Task } from '../../../core/defs/index.ts'
import type { Clock, Events, Random } from '../../../core/index.ts'
import type { Job } from './job.ts'
import { createPace } from './progress.ts'

/** What a task reports while it runs; what is left out stays as it was. */
export type TaskReport = Partial<Pick<Task, 'state' | 'step' | 'done' | 'total' | 'problem' | 'retryAtMs'>>

export interface RunningTask {
  readonly id: string
  /** aborted when the person stops the task or the program ends */
  readonly signal: AbortSignal
  report(report: TaskReport): void
}

/** Ended tasks that stay visible: enough for a screen. */
const keptEnded = 50
/** A task that reports every message would flood the window: at most some events a second. */
const reportEveryMs = 250

interface Entry {
  task: Task
  key: string
  readonly abort: AbortController
  readonly pace: ReturnType<typeof createPace>
  toldAtMs: number
}

/** The tasks that are running or were lately, told as `tasks.changed`. */
export function createTaskBoard({
  clock,
  random,
  events,
}: {
  readonly clock: Clock
  readonly random: Random
  readonly events: Events
}) {
  const entries = new Map<string, Entry>()

  const change = (entry: Entry, set: Partial<Task>, force: boolean): void => {
    const before = entry.task
    entry.task = { ...before, ...set }
    const nowMs = clock.nowMs()
    if (!force && entry.task.state === before.state && nowMs - entry.toldAtMs < reportEveryMs) return
    entry.toldAtMs = nowMs
    events.emit({ type: 'tasks.changed', task: entry.task })
  }

  const forgetOldest = (): void => {
    const ended = [...entries.values()].filter(({ task }) => task.endedAtMs !== null)
    for (const { task } of ended.slice(0, Math.max(0, ended.length - keptEnded))) entries.delete(task.id)
  }

  return {
    open(job: Job, signal: AbortSignal): RunningTask {
      const abort = new AbortController()
      const id = random.id()
      const task: Task = {
        id,
        kind: job.kind,
        label: job.label,
        accountId: job.accountId ?? null,
        state: 'waiting',
        step: '',
        done: 0,
        total: null,
        rate: null,
        remainingMs: null,
        problem: null,
        retryAtMs: null,
        startedAtMs: clock.nowMs(),
        endedAtMs: null,
      }
      const entry: Entry = { task, key: job.key, abort, pace: createPace(clock), toldAtMs: 0 }
      entries.set(id, entry)
      change(entry, {}, true)
      return {
        id,
        signal: AbortSignal.any([signal, abort.signal]),
        report: (report) => {
          if (entry.task.endedAtMs !== null) return
          const { done, total } = { ...entry.task, ...report }
          change(entry, { ...report, ...entry.pace.measure(done, total) }, false)
        },
      }
    },
    close(id: string, state: 'done' | 'failed' | 'cancelled', problem: Problem | null): void {
      const entry = entries.get(id)
      if (entry === undefined) return
      change(entry, { state, problem, remainingMs: null, endedAtMs: clock.nowMs() }, true)
      forgetOldest()
    },
    /** says of the last task of that key when it will be tried again */
    retrying(key: string, retryAtMs: number | null): void {
      const entry = [...entries.values()].findLast((each) => each.key === key)
      if (entry !== undefined) change(entry, { retryAtMs }, true)
    },
    list: (): Task[] => [...entries.values()].map(({ task }) => task).reverse(),
    cancel(id: string): void {
      const entry = entries.get(id)
      if (entry === undefined || entry.task.endedAtMs !== null) {
        throw fail('not-found', 'This task has ended already. Nothing had to be stopped.')
      }
      entry.abort.abort()
    },
  }
}
