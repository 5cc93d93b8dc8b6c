import { Piscina } from 'piscina'
import { Failure, fail } from '../../core/defs/index.ts'
import type { ReadOptions } from '../contracts/index.ts'
import type { Answer, Operations, Request } from '../requests/index.ts'
import { PriorityQueue, type QueueFacts } from './queue.ts'

/** A thread beyond the least ends after this long without work: each holds about 20 MB. */
const idleTimeoutMs = 30_000

export interface ThreadPoolOptions {
  /** the module whose default export answers requests */
  readonly file: URL
  /** `atMost` threads while requests wait, `atLeast` at rest */
  readonly threads: { readonly atLeast: number; readonly atMost: number }
  /** `worker_threads.workerData` of every thread */
  readonly data: unknown
}

/**
 * Threads that answer typed requests. They start with the first request, so that what is not used costs nothing.
 * A request that waits can be taken back by its AbortSignal; one that runs is left to end and its answer dropped
 * (ending its thread would close its database).
 */
export class ThreadPool<T extends Operations> {
  readonly #options: ThreadPoolOptions
  #pool: Piscina<Request, Answer> | null = null
  #closed = false

  constructor(options: ThreadPoolOptions) {
    this.#options = options
  }

  /** whether anything was asked of it yet */
  get started(): boolean {
    return this.#pool !== null
  }

  /** Rejects with the thread's Failure, or `cancelled` once the signal is aborted. */
  async call<N extends keyof T & string, V extends keyof T[N] & string>(
    noun: N,
    verb: V,
    args: Parameters<T[N][V]>,
    options: ReadOptions = {},
  ): Promise<ReturnType<T[N][V]>> {
    const { signal, priority = 'interactive' } = options
    if (this.#closed) throw fail('cancelled', 'The data is closed: Caliopen is shutting down. Nothing was lost.')
    if (signal?.aborted === true) throw cancelled()
    const answer = await this.#run({ noun, verb, args }, priority, signal)
    if ('problem' in answer) throw new Failure(answer.problem)
    return answer.value as ReturnType<T[N][V]> // checked: the thread's table has this type (`T`)
  }

  /** Lets running requests end and drops those that wait. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#pool?.destroy()
  }

  #run(request: Request, priority: QueueFacts['priority'], signal: AbortSignal | undefined): Promise<Answer> {
    const withdrawal = new AbortController()
    this.#pool ??= this.#start()
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    let waiting = false
    const facts: QueueFacts = {
      priority,
      onStart: () => {
        waiting = false
      },
    }
    const task = { ...request, [Piscina.queueOptionsSymbol]: facts }
    const before = this.#pool.queueSize
    const running = this.#pool.run(task, { signal: withdrawal.signal })
    waiting = this.#pool.queueSize > before
    const onAbort = () => {
      if (waiting) withdrawal.abort()
      reject(cancelled())
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    running.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort))
    return promise
  }

  #start(): Piscina<Request, Answer> {
    const { file, threads, data } = this.#options
    return new Piscina({
      filename: file.href,
      minThreads: threads.atLeast,
      maxThreads: threads.atMost,
      idleTimeout: idleTimeoutMs,
      maxQueue: Number.POSITIVE_INFINITY,
      taskQueue: new PriorityQueue(),
      workerData: data,
      recordTiming: false,
    })
  }
}

function cancelled(): Failure {
  return fail('cancelled', 'This was stopped before it was done. Nothing was lost.')
}
