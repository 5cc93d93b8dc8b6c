import { type ErrorCode, type Problem, toProblem } from '../../../core/defs/index.ts'

/** A refusal as smtp-server sends it: `responseCode` and the text behind it. */
export class Reply extends Error {
  readonly responseCode: number

  constructor(responseCode: number, text: string) {
    super(text.replace(/[\r\n]+/g, ' '))
    this.responseCode = responseCode
  }

  /** the sender should try again later (RFC 5321, 4.2.1: 4yz) */
  get temporary(): boolean {
    return this.responseCode < 500
  }
}

/** What lies in the message and will be the same at the next attempt. Everything else is our fault: try again. */
const permanent: Partial<Readonly<Record<ErrorCode, number>>> = { limit: 552, invalid: 554, unsupported: 554 }

export function replyTo(problem: Problem): Reply {
  return new Reply(permanent[problem.code] ?? 451, problem.message)
}

export function replyToThrown(thrown: unknown): Reply {
  return thrown instanceof Reply ? thrown : new Reply(451, toProblem(thrown).message)
}

export const unknownRecipient = (address: string): Reply =>
  new Reply(550, `No account of this computer has the address <${address}>`)

export const tooLarge = (maxBytes: number): Reply =>
  new Reply(552, `The message is larger than the ${Math.floor(maxBytes / 1_000_000)} MB that are taken here`)
