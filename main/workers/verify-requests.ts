import type { MessagePort } from 'node:worker_threads'
import type { AuthservMention, HeardAnswer, NameType, Verified, VerifyQuestion } from '../../core/ports.ts'

/**
 * What the verifying thread is asked. It asks back by `line`: the DNS is asked by the host's thread, which holds all
 * connections.
 */
export type VerifyRequest =
  | {
      readonly kind: 'verify'
      readonly bytes: ArrayBuffer
      readonly question: VerifyQuestion
      readonly line: MessagePort
    }
  | { readonly kind: 'mentions'; readonly mails: readonly ArrayBuffer[]; readonly hosts: readonly string[] }

export interface VerifyAnswers {
  verify: Verified
  mentions: AuthservMention[][]
}

/** By the line: a question to the DNS, and its answer. */
export interface NameQuestion {
  readonly number: number
  readonly name: string
  readonly type: NameType
}
export interface NameReply {
  readonly number: number
  readonly answer: HeardAnswer
}
