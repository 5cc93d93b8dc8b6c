import { availableParallelism } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { Failure, fail } from '../../core/defs/index.ts'
import type { ReaderOptions } from '../../core/ports.ts'
import { ComponentWatch, type Culprit } from './component-watch.ts'
import type { WorkerAnswer, WorkerAnswers, WorkerRequest } from './requests.ts'
import type { Started } from './started.ts'
import { Waiting } from './waiting.ts'

export interface ThreadsOptions {
  readonly file: URL
  readonly threads?: number | undefined
  /** how long one component may run before its thread is ended */
  readonly componentTimeMs?: number | undefined
  /** modules of components from outside, as file addresses */
  readonly plugins?: readonly string[] | undefined
  /** a component from outside that the threads could not take, in words; told once each */
  readonly onRefused?: ((message: string) => void) | undefined
}

/** Parsing a 50 MB message takes about this much; more is a message that would take the machine down. */
const heapMb = 1536
/** Objects of one message live as long as it takes to read it: more room for new ones costs memory and saves nothing. */
const youngHeapMb = 24
/** Threads above the first end when there was nothing to do for so long: memory at rest. */
const idleMs = 20_000

/** How long a thread may take to load what it needs; on a busy machine that is seconds. */
const startMs = 60_000

/** A thread ended or was ended while it worked on a request. */
export class ThreadLost extends Error {
  readonly reason: 'timeout' | 'crash'
  /** the component that ran at the time; null if none did */
  readonly culprit: Culprit | null

  constructor(reason: 'timeout' | 'crash', details: string, culprit: Culprit | null = null) {
    super(details)
    this.name = 'ThreadLost'
    this.reason = reason
    this.culprit = culprit
  }
}

interface Task {
  readonly request: WorkerRequest
  readonly timeMs: number
  readonly resolve: (answer: Promise<WorkerAnswer>) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Ingest threads. One that overruns its time or crashes is replaced; the others do not notice. Requests wait here until a
 * thread is free, and not in Piscina's queue, which knows no priority for what it has once set aside.
 */
export class Threads {
  readonly #options: ThreadsOptions
  readonly #threads: number
  readonly #refused = new Set<string>()
  readonly #waiting = new Waiting<Task>()
  #pool: Piscina<WorkerRequest, WorkerAnswer> | null = null
  #running = 0
  #closed = false

  constructor(options: ThreadsOptions) {
    this.#options = options
    this.#threads = options.threads ?? Math.max(1, availableParallelism() - 1)
  }

  /**
   * Rejects with the thread's Failure, `cancelled`, or ThreadLost. `timeMs` counts from when a thread takes it; what runs
   * is left to end when the signal is aborted, since its thread would have to be started again.
   */
  async run<K extends keyof WorkerAnswers>(
    request: WorkerRequest & { readonly kind: K },
    timeMs: number,
    { signal, priority = 'interactive' }: ReaderOptions = {},
  ): Promise<WorkerAnswers[K]> {
    if (this.#closed || signal?.aborted === true) throw cancelled()
    const answer = await this.#ask(request, timeMs, priority, signal)
    if ('problem' in answer) throw new Failure(answer.problem)
    return answer.value as WorkerAnswers[K] // checked: ingest-worker answers by kind
  }

  async close(): Promise<void> {
    this.#closed = true
    for (let task = this.#waiting.next(); task !== null; task = this.#waiting.next()) task.reject(cancelled())
    await this.#pool?.destroy()
  }

  async #ask(
    request: WorkerRequest,
    timeMs: number,
    priority: 'interactive' | 'batch',
    signal: AbortSignal | undefined,
  ): Promise<WorkerAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>()
    const task: Task = { request, timeMs, resolve, reject }
    const onAbort = () => {
      this.#waiting.remove(task)
      reject(cancelled())
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#waiting.add(task, priority)
    this.#fill()
    try {
      return await promise
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #fill(): void {
    while (this.#running < this.#threads) {
      const task = this.#waiting.next()
      if (task === null) return
      this.#running++
      const answer = this.#send(task).finally(() => {
        this.#running--
        this.#fill()
      })
      task.resolve(answer)
      // one that was cancelled has nobody left to hear of it
      answer.catch(() => {})
    }
  }

  async #send({ request, timeMs }: Task): Promise<WorkerAnswer> {
    this.#pool ??= this.#start()
    const end = new AbortController()
    let timer = setTimeout(() => end.abort(), startMs)
    const watch = new ComponentWatch()
    const { port1, port2 } = new MessageChannel()
    port1.on('message', ({ components, refused }: Started) => {
      clearTimeout(timer)
      timer = setTimeout(() => end.abort(), timeMs)
      watch.names = components
      watch.start(this.#options.componentTimeMs ?? timeMs, () => end.abort())
      this.#tellRefused(refused)
    })
    try {
      const { plugins = [] } = this.#options
      const asked: WorkerRequest = { ...request, started: port2, watch: watch.memory, plugins }
      return await this.#pool.run(asked, { signal: end.signal, transferList: [request.bytes, port2] })
    } catch (thrown) {
      if (this.#closed) throw cancelled()
      const reason = end.signal.aborted ? 'timeout' : 'crash'
      throw new ThreadLost(reason, thrown instanceof Error ? thrown.message : String(thrown), watch.culprit())
    } finally {
      clearTimeout(timer)
      watch.stop()
      port1.close()
    }
  }

  #tellRefused(refused: readonly string[]): void {
    for (const message of refused) {
      if (this.#refused.has(message)) continue
      this.#refused.add(message)
      this.#options.onRefused?.(message)
    }
  }

  #start(): Piscina<WorkerRequest, WorkerAnswer> {
    return new Piscina({
      filename: this.#options.file.href,
      minThreads: 1,
      maxThreads: this.#threads,
      idleTimeout: idleMs,
      maxQueue: Number.POSITIVE_INFINITY,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: youngHeapMb },
      recordTiming: false,
    })
  }
}

const cancelled = (): Failure => fail('cancelled', 'This was stopped before it was done. Nothing was lost.')
