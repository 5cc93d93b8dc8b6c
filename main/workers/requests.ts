import type { MessagePort } from 'node:worker_threads'
import type { Feature, Problem, RemoteContent } from '../../core/defs/index.ts'
import type {
  CardBroker,
  CardPlace,
  CardSlice,
  LeavingHeaders,
  MailContent,
  MailPart,
  PreparedMail,
} from '../../core/ports.ts'
import type { EncodedBlob } from '../../storage/contracts/index.ts'

/** One message in the packed bytes of a request. */
export interface PackedMail {
  readonly start: number
  readonly end: number
  readonly headersOnly: boolean
  /** do not parse the body, and say why */
  readonly giveUp?: string | undefined
  /** components that are left out, because they hung on it before */
  readonly without?: readonly string[] | undefined
}

/**
 * What an ingest thread is asked: `bytes` holds all messages end to end, so that they cross in one transfer. The thread says
 * on `started` when it begins: the time of a message must not run while its thread is still being started.
 */
export type WorkerRequest = Question & {
  readonly started?: MessagePort
  /** where the thread says which component runs (component-watch.ts) */
  readonly watch?: SharedArrayBuffer
  /** modules of components from outside, as file addresses; the same in every request of a pool */
  readonly plugins?: readonly string[]
}

type Question =
  | { readonly kind: 'prepare' | 'features'; readonly bytes: ArrayBuffer; readonly mails: readonly PackedMail[] }
  | { readonly kind: 'texts'; readonly bytes: ArrayBuffer; readonly mails: readonly PackedMail[] }
  | { readonly kind: 'content' | 'encode' | 'remote' | 'leaving'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'part'; readonly bytes: ArrayBuffer; readonly index: number }
  | ({ readonly bytes: ArrayBuffer } & CardQuestion)

/** What is asked of cards: a file is shared with the thread, since it is read piece by piece; `bytes` is empty. */
export type CardQuestion =
  | {
      readonly kind: 'read-cards'
      readonly file: SharedArrayBuffer
      readonly place: CardPlace
      readonly country: string | null
      readonly withBlobs: boolean
    }
  | ({ readonly kind: 'write-cards' } & Parameters<CardBroker['write']>[0])
  | ({ readonly kind: 'describe-cards' } & Parameters<CardBroker['describe']>[0])

export interface WorkerAnswers {
  prepare: PreparedMail[]
  texts: string[]
  features: Feature[][]
  remote: RemoteContent[]
  content: MailContent
  leaving: LeavingHeaders
  encode: EncodedBlob
  part: MailPart
  'read-cards': CardSlice
  'write-cards': Uint8Array
  'describe-cards': Awaited<ReturnType<CardBroker['describe']>>
}

export type WorkerAnswer<K extends keyof WorkerAnswers = keyof WorkerAnswers> =
  | { readonly value: WorkerAnswers[K] }
  | { readonly problem: Problem }
