import { Piscina } from 'piscina'
import { Failure, fail } from '../../core/defs/index.ts'
import type { ReadOptions } from '../contracts/index.ts'
import type { Answer, Operations, Request } from '../requests/index.ts'
import { PriorityQueue } from './queue.ts'

/** A thread beyond the least ends after this long without work: each holds about 20 MB. */
const idleTimeoutMs = 30_000

/** Requests and answers are short-lived: with the default, a thread that takes in an import keeps 80 MB for them. */
const youngHeapMb = 16

export interface ThreadPoolOptions {
  /** the module whose default export answers requests */
  readonly file: URL
  /** `atMost` threads while requests wait, `atLeast` at rest */
  readonly threads: { readonly atLeast: number; readonly atMost: number }
  /** `worker_threads.workerData` of every thread */
  readonly data: unknown
}

export interface CallOptions extends ReadOptions {
  /** what the thread takes over instead of getting a copy; gone for the caller when the request leaves */
  readonly transfer?: readonly ArrayBuffer[]
}

interface Waiting {
  readonly request: Request
  readonly transfer: readonly ArrayBuffer[]
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Threads that answer typed requests. They start with the first request, so that what is not used costs nothing.
 * Requests wait here and not in Piscina's queue, which puts what it once set aside ahead of any priority. One that waits
 * can be taken back by its AbortSignal; one that runs is left to end and its answer dropped (Piscina would end its
 * thread, and with it the database).
 */
export class ThreadPool<T extends Operations> {
  readonly #options: ThreadPoolOptions
  readonly #queue = new PriorityQueue<Waiting>()
  #pool: Piscina<Request, Answer> | null = null
  #running = 0
  #closed = false

  constructor(options: ThreadPoolOptions) {
    this.#options = options
  }

  /** whether anything was asked of it yet */
  get started(): boolean {
    return this.#pool !== null
  }

  /** Starts the threads ahead of the first request: they load their module while something else goes on. */
  warm(): void {
    this.#pool ??= this.#start()
  }

  /** Rejects with the thread's Failure, or `cancelled` once the signal is aborted. */
  async call<N extends keyof T & string, V extends keyof T[N] & string>(
    noun: N,
    verb: V,
    args: Parameters<T[N][V]>,
    options: CallOptions = {},
  ): Promise<ReturnType<T[N][V]>> {
    if (this.#closed) throw closed()
    if (options.signal?.aborted === true) throw cancelled()
    const answer = await this.#ask({ noun, verb, args }, options)
    if ('problem' in answer) throw new Failure(answer.problem)
    return answer.value as ReturnType<T[N][V]> // checked: the thread's table has this type (`T`)
  }

  /** Lets what runs end, refuses what waits, and ends the threads. */
  async close(): Promise<void> {
    this.#closed = true
    for (let waiting = this.#queue.next(); waiting !== null; waiting = this.#queue.next()) {
      waiting.reject(closed())
    }
    await this.#pool?.close()
  }

  #ask(request: Request, { signal, priority = 'interactive', transfer = [] }: CallOptions): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const waiting: Waiting = { request, transfer, resolve, reject }
    const onAbort = () => {
      this.#queue.remove(waiting)
      reject(cancelled())
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#queue.add(waiting, priority)
    this.#runNext()
    return promise.finally(() => signal?.removeEventListener('abort', onAbort))
  }

  #runNext(): void {
    if (this.#running >= this.#options.threads.atMost) return
    const waiting = this.#queue.next()
    if (waiting === null) return
    this.#running += 1
    this.#pool ??= this.#start()
    const running = this.#pool.run(waiting.request, { transferList: [...waiting.transfer] })
    running.then(waiting.resolve, waiting.reject).finally(() => {
      this.#running -= 1
      this.#runNext()
    })
  }

  #start(): Piscina<Request, Answer> {
    const { file, threads, data } = this.#options
    const pool = new Piscina<Request, Answer>({
      filename: file.href,
      minThreads: threads.atLeast,
      maxThreads: threads.atMost,
      idleTimeout: idleTimeoutMs,
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: youngHeapMb },
      recordTiming: false,
    })
    // a thread that dies between requests is started again; one that dies during a request refuses that request
    pool.on('error', () => {})
    return pool
  }
}

function cancelled(): Failure {
  return fail('cancelled', 'This was stopped before it was done. Nothing was lost.')
}

function closed(): Failure {
  return fail('cancelled', 'The data is closed: Caliopen is shutting down. Nothing was lost.')
}
