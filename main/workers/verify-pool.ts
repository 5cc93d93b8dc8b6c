import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { untold } from '../../core/brokers/authentication/untold.ts'
import { fail } from '../../core/defs/index.ts'
import type { HeardAnswer, MailVerifier, NameType } from '../../core/ports.ts'
import type { NameQuestion, NameReply, VerifyAnswers, VerifyRequest } from './verify-requests.ts'

export interface VerifyPoolOptions {
  /** the thread's module; bundles name their own */
  readonly file?: URL | undefined
  /** how long one message may take before the thread is ended; waiting for the DNS is part of it */
  readonly messageTimeMs?: number | undefined
}

export interface VerifyPool extends MailVerifier {
  close(): Promise<void>
}

/** Messages in the thread at once: they wait for the DNS, not for each other. */
const atOnce = 16
/** What the DNS may take for one message; its answers are bounded one by one, and this bounds their number. */
const namesMs = 30_000
/** Hashing a message of the size limit takes a second; the rest is the DNS. */
const defaultMessageTimeMs = namesMs + 20_000
/** A message that took the thread down is tried once more, alone. */
const tries = 2
/** The thread ends when there was nothing to do for so long: memory at rest. */
const idleMs = 20_000
const ending = () => fail('cancelled', 'The program is ending. Nothing was lost.')
/** Objects of the messages in it; their bytes lie outside. */
const heapMb = 512
/** What a message leaves behind is dead when it is done. */
const youngHeapMb = 24

type Ask = (name: string, type: NameType) => Promise<HeardAnswer>
type Transfer = NonNullable<NonNullable<Parameters<Piscina['run']>[1]>['transferList']>

/** The checking of signatures in a thread of its own (MailVerifier of core/ports). It starts with the first message. */
export function createVerifyPool(options: VerifyPoolOptions = {}): VerifyPool {
  const file = options.file ?? new URL('./verify-worker.ts', import.meta.url)
  const timeMs = options.messageTimeMs ?? defaultMessageTimeMs
  let pool: Piscina<VerifyRequest, unknown> | null = null
  let closed = false
  /** messages that took the thread down go one by one */
  let alone: Promise<unknown> = Promise.resolve()

  /** Piscina gives a task that can be aborted a thread for itself alone, so time is kept here, and the thread ended whole. */
  async function run<K extends keyof VerifyAnswers>(
    request: VerifyRequest & { readonly kind: K },
    transferList: Transfer,
  ): Promise<VerifyAnswers[K] | 'lost'> {
    if (closed) throw ending()
    pool ??= start(file)
    const asked = pool
    const end = (): void => {
      if (pool === asked) pool = null
      asked.destroy().catch(() => undefined)
    }
    const timer = setTimeout(end, timeMs)
    try {
      return (await asked.run(request, { transferList })) as VerifyAnswers[K] // checked: verify-worker answers by kind
    } catch {
      if (closed) throw ending()
      return 'lost'
    } finally {
      clearTimeout(timer)
    }
  }

  async function once(raw: Uint8Array, question: Parameters<MailVerifier['verify']>[1], ask: Ask) {
    const { port1, port2 } = new MessageChannel()
    answerBy(port1, ask)
    try {
      const bytes = new Uint8Array(raw).buffer
      return await run({ kind: 'verify', bytes, question, line: port2 }, [bytes, port2])
    } finally {
      port1.close()
    }
  }

  return {
    async verify(raw, question, ask, { signal } = {}) {
      signal?.throwIfAborted()
      let outcome = await once(raw, question, ask)
      for (let attempt = 1; attempt < tries && outcome === 'lost'; attempt++) {
        const turn = alone.then(() => once(raw, question, ask))
        alone = turn.catch(() => undefined)
        outcome = await turn
      }
      if (outcome !== 'lost') return outcome
      return untold('took-too-long')
    },

    async authservMentions(raws, hosts) {
      const mails = raws.map((raw) => new Uint8Array(raw).buffer)
      const outcome = await run({ kind: 'mentions', mails, hosts }, mails)
      return outcome === 'lost' ? raws.map(() => []) : outcome
    },

    async close() {
      closed = true
      await pool?.destroy()
    },
  }
}

function start(file: URL): Piscina<VerifyRequest, unknown> {
  return new Piscina({
    filename: file.href,
    minThreads: 0,
    maxThreads: 1,
    concurrentTasksPerWorker: atOnce,
    idleTimeout: idleMs,
    maxQueue: Number.POSITIVE_INFINITY,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: youngHeapMb },
    recordTiming: false,
  })
}

/** Answers the thread's questions to the DNS for one message, within its time. */
function answerBy(port: MessagePort, ask: Ask): void {
  const untilMs = performance.now() + namesMs
  port.on('message', async ({ number, name, type }: NameQuestion) => {
    const answer = await inTime(ask(name, type), untilMs - performance.now())
    port.postMessage({ number, answer } satisfies NameReply)
  })
}

async function inTime(answer: Promise<HeardAnswer>, ms: number): Promise<HeardAnswer> {
  const silence: HeardAnswer = { kind: 'unreachable', reason: 'no-answer', heardFromDay: 0, heardToDay: 0 }
  const { promise, resolve } = Promise.withResolvers<HeardAnswer>()
  const timer = setTimeout(() => resolve(silence), Math.max(0, ms))
  try {
    return await Promise.race([answer.catch(() => silence), promise])
  } finally {
    clearTimeout(timer)
  }
}
