import { Failure, fail, type Task, toProblem } from '../../../core/defs/index.ts'
import type { Clock, Events, Logger, Random } from '../../../core/index.ts'
import { backoffMs, fractionOf, withJitter } from './backoff.ts'
import type { Job } from './job.ts'
import { createTaskBoard, type RunningTask } from './task-board.ts'

export interface RepeatedJob extends Job {
  /** run again so long after it ended well, give or take a quarter; null: only when triggered */
  readonly everyMs: number | null
  run(task: RunningTask): Promise<void>
  /** told when it failed and will be tried again at that time */
  readonly onRetry?: (retryAtMs: number) => void
}

export interface JobHandle {
  /** runs it now, a wait after a failure included; resolves or rejects with that run */
  trigger(): Promise<void>
  /** ends it for good: the run that is under way is cancelled and waited for */
  stop(): Promise<void>
}

/** Everything that runs by itself or was asked for: one at a time a key, visible, cancellable, never in the way of others. */
export interface Scheduler {
  run<T>(job: Job, work: (task: RunningTask) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** begins at once; a failure is retried by itself, later each time */
  repeat(job: RepeatedJob): JobHandle
  tasks(): Task[]
  /** `not-found` if there is none of that id that could be stopped */
  cancel(taskId: string): void
  /** cancels everything and waits until it has ended */
  stop(): Promise<void>
}

export interface SchedulerDependencies {
  readonly clock: Clock
  readonly random: Random
  readonly events: Events
  readonly logger: Logger
}

export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const board = createTaskBoard(dependencies)
  const tails = new Map<string, Promise<unknown>>()
  const handles = new Set<JobHandle>()
  const stopping = new AbortController()

  async function run<T>(job: Job, work: (task: RunningTask) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (stopping.signal.aborted) throw fail('cancelled', 'The program is ending. Nothing was begun.')
    const task = board.open(job, AbortSignal.any([stopping.signal, ...(signal === undefined ? [] : [signal])]))
    const turn = tails.get(job.key) ?? Promise.resolve()
    const running = turn.then(async () => {
      task.signal.throwIfAborted()
      task.report({ state: 'running' })
      return work(task)
    })
    const tail = running.catch(() => undefined)
    tails.set(job.key, tail)
    try {
      const answer = await running
      board.close(task.id, 'done', null)
      return answer
    } catch (thrown) {
      const problem = toProblem(thrown)
      board.close(task.id, task.signal.aborted || problem.code === 'cancelled' ? 'cancelled' : 'failed', problem)
      throw thrown instanceof Failure ? thrown : new Failure(problem)
    } finally {
      if (tails.get(job.key) === tail) tails.delete(job.key)
    }
  }

  function repeat(job: RepeatedJob): JobHandle {
    const handle = repeatJob(job, { ...dependencies, run, retrying: board.retrying, stopping: stopping.signal })
    handles.add(handle)
    return {
      trigger: handle.trigger,
      stop: async () => {
        handles.delete(handle)
        await handle.stop()
      },
    }
  }

  return {
    run,
    repeat,
    tasks: board.list,
    cancel: board.cancel,
    async stop() {
      stopping.abort()
      await Promise.all([...handles].map((handle) => handle.stop()))
      await Promise.all(tails.values())
    },
  }
}

interface RepeatContext extends SchedulerDependencies {
  readonly run: Scheduler['run']
  readonly stopping: AbortSignal
  retrying(key: string, retryAtMs: number | null): void
}

function repeatJob(job: RepeatedJob, context: RepeatContext): JobHandle {
  const ended = new AbortController()
  const over = AbortSignal.any([ended.signal, context.stopping])
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let current: Promise<void> | null = null

  const wait = (ms: number): void => {
    if (over.aborted) return
    timer = setTimeout(() => void begin().catch(() => undefined), ms)
  }
  const begin = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    current ??= once().finally(() => {
      current = null
    })
    return current
  }
  const once = async (): Promise<void> => {
    const fraction = fractionOf(context.random.id())
    try {
      await context.run(job, (task) => job.run(task), over)
      failures = 0
      if (job.everyMs !== null) wait(withJitter(job.everyMs, fraction))
    } catch (thrown) {
      if (!over.aborted) {
        failures += 1
        const ms = backoffMs(failures, toProblem(thrown).code, fraction)
        const retryAtMs = context.clock.nowMs() + ms
        context.retrying(job.key, retryAtMs)
        job.onRetry?.(retryAtMs)
        wait(ms)
      }
      throw thrown
    }
  }
  begin().catch(() => undefined) // told by its task
  return {
    trigger: begin,
    stop: async () => {
      ended.abort()
      if (timer !== null) clearTimeout(timer)
      await current?.catch(() => undefined)
    },
  }
}
