import { type Feature, fail } from '../../core/defs/index.ts'
import type { CardBroker, Logger, MailReader, PreparedMail, ReaderOptions } from '../../core/ports.ts'
import { createCardBroker } from './card-broker.ts'
import { ComponentSwitches } from './component-switches.ts'
import { plainBlob } from './encode-blob.ts'
import type { PackedMail, WorkerAnswers } from './requests.ts'
import { ThreadLost, Threads } from './threads.ts'

export interface IngestPoolOptions {
  /** default: one less than the machine has cores, at least one */
  readonly threads?: number | undefined
  /** the thread's module; bundles name their own */
  readonly file?: URL | undefined
  /** how long one message may take before its thread is ended */
  readonly messageTimeMs?: number | undefined
  /** how long one component may take before its thread is ended and the message is read without it */
  readonly componentTimeMs?: number | undefined
  /** files of components from outside (doc/components.md) */
  readonly plugins?: readonly string[] | undefined
  /** told of components that hang, fail or cannot be taken */
  readonly logger?: Pick<Logger, 'warn'> | undefined
}

export interface IngestPool extends MailReader {
  readonly cards: CardBroker
  close(): Promise<void>
}

type Raw = Parameters<MailReader['prepare']>[0][number] & Pick<PackedMail, 'giveUp' | 'without'>

/** Messages that cross to a thread together: enough to pay for the crossing, few enough to leave room for others. */
const together = { mails: 32, bytes: 1_000_000 }
/** A message of the size limit takes about 3 s on a slow machine. */
const defaultMessageTimeMs = 20_000
/** What each further message of a batch may add: two hundred times what one takes. */
const furtherMessageMs = 200
/** No component may ask for so much (core/components); on a busy machine it may still get it. */
const defaultComponentTimeMs = 8_000

/** The reading of raw messages, in threads of its own (MailReader of core/ports). They start with the first request. */
export function createIngestPool(options: IngestPoolOptions = {}): IngestPool {
  const file = options.file ?? new URL('./ingest-worker.ts', import.meta.url)
  const switches = new ComponentSwitches(options.logger)
  const threads = new Threads({
    file,
    threads: options.threads,
    componentTimeMs: options.componentTimeMs ?? defaultComponentTimeMs,
    plugins: options.plugins ?? [],
    onRefused: (message) => options.logger?.warn('A component from outside is not used', { details: message }),
  })
  const timeMs = options.messageTimeMs ?? defaultMessageTimeMs

  /** One request for several messages; a component that hangs or ends its thread is left out for the message it did so on. */
  async function ask<K extends 'prepare' | 'features'>(
    kind: K,
    raws: readonly Raw[],
    timeMsOfAll: number,
    reading: ReaderOptions,
  ): Promise<WorkerAnswers[K]> {
    let asked = raws.map((raw): Raw => ({ ...raw, without: switches.off(raw.without) }))
    for (;;) {
      try {
        return await threads.run({ kind, ...pack(asked) }, timeMsOfAll, reading)
      } catch (thrown) {
        const culprit = thrown instanceof ThreadLost ? thrown.culprit : null
        const stuck = culprit === null ? undefined : asked[culprit.mail]
        // left out already, and still there: then it is not the component
        if (culprit === null || stuck === undefined || stuck.without?.includes(culprit.component) === true) throw thrown
        switches.blame(culprit.component)
        asked = asked.map((raw) => ({
          ...raw,
          without: switches.off(raw === stuck ? [...(raw.without ?? []), culprit.component] : raw.without),
        }))
      }
    }
  }

  const batchMs = (raws: readonly Raw[]): number => timeMs + furtherMessageMs * raws.length

  async function prepareTogether(raws: readonly Raw[], reading: ReaderOptions): Promise<PreparedMail[]> {
    try {
      return await ask('prepare', raws, batchMs(raws), reading)
    } catch (thrown) {
      if (!(thrown instanceof ThreadLost)) throw thrown
    }
    // one of them stopped the thread: each by itself, so that the others are read
    const alone: PreparedMail[] = []
    for (const raw of raws) alone.push(await prepareAlone(raw, reading))
    return alone
  }

  /** Twice is enough: then without the body, and at last without a thread. */
  async function prepareAlone(raw: Raw, reading: ReaderOptions): Promise<PreparedMail> {
    let giveUp: string = reasons.crash
    for (const attempt of [raw, null]) {
      try {
        const [prepared] = await ask('prepare', [attempt ?? { ...raw, giveUp }], timeMs, reading)
        if (prepared !== undefined) return prepared
      } catch (thrown) {
        if (!(thrown instanceof ThreadLost)) throw thrown
        giveUp = reasons[thrown.reason]
      }
    }
    // Loaded when it is needed: the parser is at home in the threads, and would slow every start down here.
    const { unreadableMail } = await import('../../core/brokers/email/index.ts')
    return { ...unreadableMail(raw.bytes, giveUp), blob: raw.headersOnly ? null : plainBlob(raw.bytes) }
  }

  async function featuresTogether(raws: readonly Raw[], reading: ReaderOptions): Promise<Feature[][]> {
    try {
      return await ask('features', raws, batchMs(raws), reading)
    } catch (thrown) {
      if (!(thrown instanceof ThreadLost)) throw thrown
      if (raws.length === 1) return [[]]
    }
    const alone: Feature[][] = []
    for (const raw of raws) alone.push(...(await featuresTogether([raw], reading)))
    return alone
  }

  return {
    async prepare(raws, reading = {}) {
      const batches = await Promise.all(inBatches(raws).map((batch) => prepareTogether(batch, reading)))
      return batches.flat()
    },
    async features(raws, reading = {}) {
      const whole = raws.map((bytes): Raw => ({ bytes, headersOnly: false }))
      return (await Promise.all(inBatches(whole).map((batch) => featuresTogether(batch, reading)))).flat()
    },
    leaving: (raw, reading) => threads.run({ kind: 'leaving', bytes: copyOf(raw) }, timeMs, reading),
    async remote(raw, reading) {
      try {
        return await threads.run({ kind: 'remote', bytes: copyOf(raw) }, timeMs, reading)
      } catch (thrown) {
        if (!(thrown instanceof ThreadLost)) throw thrown
        throw fail('limit', reasons[thrown.reason], { details: thrown.message })
      }
    },
    async content(raw, reading) {
      try {
        return await threads.run({ kind: 'content', bytes: copyOf(raw) }, timeMs, reading)
      } catch (thrown) {
        if (!(thrown instanceof ThreadLost)) throw thrown
        const problem = reasons[thrown.reason]
        return { text: '', html: null, problem, truncated: false, listUnsubscribe: [], listPost: null }
      }
    },
    async part(raw, index, reading) {
      try {
        return await threads.run({ kind: 'part', bytes: copyOf(raw), index }, timeMs, reading)
      } catch (thrown) {
        if (!(thrown instanceof ThreadLost)) throw thrown
        throw fail('limit', reasons[thrown.reason], { details: thrown.message })
      }
    },
    async texts(raws, reading) {
      const one = async (batch: readonly Raw[]): Promise<string[]> => {
        try {
          return await threads.run({ kind: 'texts', ...pack(batch) }, timeMs, reading)
        } catch (thrown) {
          if (!(thrown instanceof ThreadLost)) throw thrown
          return batch.length === 1 ? [''] : (await Promise.all(batch.map((raw) => one([raw])))).flat()
        }
      }
      const batches = inBatches(raws.map((bytes) => ({ bytes, headersOnly: false })))
      return (await Promise.all(batches.map(one))).flat()
    },
    encode: (bytes) => threads.run({ kind: 'encode', bytes: copyOf(bytes) }, timeMs),
    cards: createCardBroker(threads, timeMs),
    close: () => threads.close(),
  }
}

const reasons = {
  timeout:
    'Reading this message took too long and was stopped. It is kept whole; save its source to open it elsewhere.',
  crash:
    'This message cannot be read: it made the reader stop. It is kept whole; save its source to open it elsewhere.',
}

function inBatches(raws: readonly Raw[]): Raw[][] {
  const batches: Raw[][] = []
  let current: Raw[] = []
  let bytes = 0
  for (const raw of raws) {
    if (current.length >= together.mails || (current.length > 0 && bytes + raw.bytes.length > together.bytes)) {
      batches.push(current)
      current = []
      bytes = 0
    }
    current.push(raw)
    bytes += raw.bytes.length
  }
  if (current.length > 0) batches.push(current)
  return batches
}

/** One buffer for all, moved to the thread: the caller keeps its own bytes. */
function pack(raws: readonly Raw[]): { bytes: ArrayBuffer; mails: PackedMail[] } {
  const bytes = new Uint8Array(raws.reduce((sum, raw) => sum + raw.bytes.length, 0))
  let start = 0
  const mails = raws.map((raw): PackedMail => {
    bytes.set(raw.bytes, start)
    const { headersOnly, giveUp, without } = raw
    const mail = { start, end: start + raw.bytes.length, headersOnly, giveUp, without }
    start = mail.end
    return mail
  })
  return { bytes: bytes.buffer, mails }
}

const copyOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer
