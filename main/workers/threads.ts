import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { Failure, fail } from '../../core/defs/index.ts'
import type { ReaderOptions } from '../../core/ports.ts'
import { PriorityQueue, type QueueFacts } from './priority-queue.ts'
import type { WorkerAnswer, WorkerAnswers, WorkerRequest } from './requests.ts'

export interface ThreadsOptions {
  readonly file: URL
  readonly threads?: number | undefined
}

/** Parsing a 50 MB message takes about this much; more is a message that would take the machine down. */
const heapMb = 1536
/** Threads above the first end when there was nothing to do for so long: memory at rest. */
const idleMs = 20_000

/** A thread ended or was ended while it worked on a request. */
export class ThreadLost extends Error {
  readonly reason: 'timeout' | 'crash'

  constructor(reason: 'timeout' | 'crash', details: string) {
    super(details)
    this.name = 'ThreadLost'
    this.reason = reason
  }
}

/** Ingest threads. One that overruns its time or crashes is replaced; the others do not notice. */
export class Threads {
  readonly #options: ThreadsOptions
  #pool: Piscina<WorkerRequest, WorkerAnswer> | null = null
  #closed = false

  constructor(options: ThreadsOptions) {
    this.#options = options
  }

  /** Rejects with the thread's Failure, `cancelled`, or ThreadLost. `timeMs` counts from when a thread takes it. */
  async run<K extends keyof WorkerAnswers>(
    request: WorkerRequest & { readonly kind: K },
    timeMs: number,
    { signal, priority = 'interactive' }: ReaderOptions = {},
  ): Promise<WorkerAnswers[K]> {
    if (this.#closed || signal?.aborted === true) throw cancelled()
    const answer = await this.#send(request, timeMs, priority, signal)
    if ('problem' in answer) throw new Failure(answer.problem)
    return answer.value as WorkerAnswers[K] // checked: ingest-worker answers by kind
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#pool?.destroy()
  }

  async #send(
    request: WorkerRequest,
    timeMs: number,
    priority: QueueFacts['priority'],
    signal: AbortSignal | undefined,
  ): Promise<WorkerAnswer> {
    this.#pool ??= this.#start()
    const end = new AbortController()
    let timer: NodeJS.Timeout | undefined
    let started = false
    let overrun = false
    const onStart = () => {
      if (started) return
      started = true
      timer = setTimeout(() => {
        overrun = true
        end.abort()
      }, timeMs)
    }
    // what runs is left to end (its thread would have to be started again); what waits is taken back
    const onAbort = () => {
      if (!started) end.abort()
    }
    const facts: QueueFacts = { priority, onStart }
    const before = this.#pool.queueSize
    const running = this.#pool.run(
      { ...request, [Piscina.queueOptionsSymbol]: facts },
      { signal: end.signal, transferList: [request.bytes] },
    )
    if (this.#pool.queueSize <= before) onStart()
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await running
    } catch (thrown) {
      const details = thrown instanceof Error ? thrown.message : String(thrown)
      if (overrun) throw new ThreadLost('timeout', details)
      if (this.#closed || signal?.aborted === true) throw cancelled()
      throw new ThreadLost('crash', details)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #start(): Piscina<WorkerRequest, WorkerAnswer> {
    const threads = this.#options.threads ?? Math.max(1, availableParallelism() - 1)
    return new Piscina({
      filename: this.#options.file.href,
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: idleMs,
      maxQueue: Number.POSITIVE_INFINITY,
      taskQueue: new PriorityQueue(),
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      recordTiming: false,
    })
  }
}

const cancelled = (): Failure => fail('cancelled', 'This was stopped before it was done. Nothing was lost.')
