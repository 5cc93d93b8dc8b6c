import { Piscina } from 'piscina'
import {
  mailContent,
  mailLeaving,
  mailPart,
  mailRemote,
  mailText,
  prepareMail,
} from '../../core/brokers/email/index.ts'
import type { Registry } from '../../core/components/index.ts'
import { type Feature, toProblem } from '../../core/defs/index.ts'
import type { PreparedMail } from '../../core/ports.ts'
import { refuseEverything } from '../network/index.ts'
import { reportComponents } from './component-watch.ts'
import { encodeBlob, letGo, ownBytes } from './encode-blob.ts'
import type { PackedMail, WorkerAnswer, WorkerRequest } from './requests.ts'
import { announceStart } from './started.ts'
import { threadComponents } from './thread-components.ts'

// What is parsed here is hostile: nothing of it reaches the network, whatever library it leads astray.
refuseEverything()

/** An ingest thread: answers one request at a time, and never throws for what a message contains. */
export default async function answer(request: WorkerRequest): Promise<unknown> {
  const { registry, refused } = await threadComponents(request.plugins)
  announceStart(request, { components: registry.components.map(({ name }) => name), refused })
  try {
    return await run(request, registry)
  } catch (thrown) {
    return { problem: toProblem(thrown) } satisfies WorkerAnswer
  }
}

async function run(request: WorkerRequest, registry: Registry): Promise<unknown> {
  const bytes = new Uint8Array(request.bytes)
  switch (request.kind) {
    case 'prepare': {
      const prepared: PreparedMail[] = []
      for (const [index, mail] of request.mails.entries()) {
        const onStart = reportComponents(request.watch, index)
        prepared.push(await prepare(bytes.subarray(mail.start, mail.end), mail, registry, onStart))
      }
      letGo(request.bytes)
      return moved(
        { value: prepared },
        prepared.flatMap(({ blob, search }) => [blob?.bytes, search.body]),
      )
    }
    case 'features': {
      const features: Feature[][] = []
      for (const [index, { start, end, giveUp, without }] of request.mails.entries()) {
        const components = { without, onStart: reportComponents(request.watch, index) }
        const prepared = await prepareMail(bytes.subarray(start, end), {
          headersOnly: false,
          giveUp,
          registry,
          components,
        })
        features.push([...prepared.features])
      }
      return { value: features }
    }
    case 'remote':
      return { value: await mailRemote(bytes) }
    case 'texts': {
      const texts: string[] = []
      for (const mail of request.mails) texts.push(await mailText(bytes.subarray(mail.start, mail.end)))
      return { value: texts }
    }
    case 'content':
      return { value: await mailContent(bytes) }
    case 'leaving':
      return { value: mailLeaving(bytes) }
    case 'part': {
      const part = await mailPart(bytes, request.index)
      const own = ownBytes(part.bytes)
      return moved({ value: { ...part, bytes: own } }, [own])
    }
    case 'encode': {
      const blob = encodeBlob(bytes)
      return moved({ value: blob }, [blob.bytes])
    }
    case 'read-cards':
    case 'write-cards':
    case 'describe-cards': {
      // address books are read rarely: what reads them is loaded then
      const { answerCards } = await import('./cards.ts')
      const { value, bytes: moving } = await answerCards(request)
      return moved({ value }, moving)
    }
  }
}

async function prepare(
  raw: Uint8Array,
  { headersOnly, giveUp, without }: PackedMail,
  registry: Registry,
  onStart: (component: number) => void,
): Promise<PreparedMail> {
  const parsed = await prepareMail(raw, { headersOnly, giveUp, registry, components: { without, onStart } })
  const { search } = parsed
  const body = typeof search.body === 'string' ? ownBytes(Buffer.from(search.body)) : search.body
  return { ...parsed, search: { ...search, body }, blob: headersOnly ? null : encodeBlob(raw) }
}

/** An answer whose bytes go over without being copied. */
function moved(value: WorkerAnswer, bytes: readonly (Uint8Array | string | undefined)[]): unknown {
  const buffers = bytes.flatMap((one) => (one === undefined || typeof one === 'string' ? [] : [one.buffer]))
  const movable = { [Piscina.transferableSymbol]: buffers, [Piscina.valueSymbol]: value }
  return Piscina.move(movable as unknown as Parameters<typeof Piscina.move>[0]) // its symbols are not typed as keys
}
