import { Readable } from 'node:stream'
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection'
import { Failure, fail, type Problem, toProblem } from '../../../core/defs/index.ts'
import { replyCodeOf, stopped, toSmtpFailure, wordsOf } from './failures.ts'
import { smtpLimits } from './limits.ts'
import { openSession, type SmtpLogin, type SmtpOptions, type SmtpSession, serverName } from './session.ts'

export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  readonly bytes: Uint8Array
}

export interface SendOptions extends SmtpOptions {
  /**
   * Awaited just before the final dot, the moment from which on the server may have the message. If it fails the dot
   * is not sent.
   */
  readonly onHandingOver: () => Promise<void>
}

/**
 * `sent`: accepted for everybody but `rejected` (a server takes a message for those it knows and names the others).
 * `later`: certainly not accepted, and worth another try. `refused`: certainly not accepted, and it never will be as
 * it is. `unknown`: the connection broke between the final dot and the answer.
 */
export type SendResult =
  | { readonly kind: 'sent'; readonly rejected: readonly { readonly address: string; readonly words: string }[] }
  | { readonly kind: 'later' | 'refused' | 'unknown'; readonly problem: Problem }

/** Sends one message over a connection of its own. Never throws for what network and server do. */
export async function sendMail(login: SmtpLogin, mail: Mail, options: SendOptions): Promise<SendResult> {
  const name = serverName(login.server)
  let handedOver = false
  let unrecorded: unknown
  let session: SmtpSession | undefined
  try {
    session = await openSession(login, options)
    checkAbilities(session, mail, name)
    const message = asStream(mail.bytes, async () => {
      await options.onHandingOver().catch((thrown: unknown) => {
        unrecorded = thrown
        throw new Error('The hand-over could not be recorded') // Nodemailer writes fields into what it is given
      })
      handedOver = true
    })
    const info = await transmit(session, mail, message)
    session.connection.quit()
    return { kind: 'sent', rejected: rejectedOf(info) }
  } catch (thrown) {
    session?.close()
    if (unrecorded !== undefined) return { kind: 'later', problem: toProblem(unrecorded) }
    const { problem } = stoppedOr(thrown, name, options.signal)
    return { kind: kindOf(thrown, handedOver), problem }
  }
}

function transmit({ connection, step }: SmtpSession, mail: Mail, message: Readable): Promise<SMTPConnectionSendInfo> {
  const envelope = {
    from: mail.from,
    to: [...mail.to],
    size: mail.bytes.length,
    use8BitMime: mail.bytes.some((byte) => byte > 0x7f),
  }
  return step((done) => connection.send(envelope, message, done))
}

/** A reply is certainty, whenever it comes. Without one, only what was before the final dot is certain. */
function kindOf(thrown: unknown, handedOver: boolean): 'later' | 'refused' | 'unknown' {
  const code: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'code') : undefined
  // a password can be corrected, and a server without its secure side can get it back: the message is not to blame
  if (code === 'EAUTH' || code === 'ETLS') return 'later'
  const reply = replyCodeOf(thrown)
  if (reply > 0) return reply >= 500 ? 'refused' : 'later'
  if (handedOver) return 'unknown'
  if (thrown instanceof Failure) return final.has(thrown.code) ? 'refused' : 'later'
  return code === 'EENVELOPE' || code === 'EMESSAGE' ? 'refused' : 'later'
}

const final: ReadonlySet<string> = new Set(['invalid', 'limit', 'unsupported'])

/** As toSmtpFailure, unless it was our own doing. */
export function stoppedOr(thrown: unknown, server: string, signal: AbortSignal | undefined): Failure {
  return signal?.aborted === true ? new Failure(stopped(server)) : toSmtpFailure(thrown, server)
}

function checkAbilities({ connection }: SmtpSession, mail: Mail, name: string): void {
  const abilities: unknown = Reflect.get(connection, '_supportedExtensions')
  const has = (ability: string) => Array.isArray(abilities) && abilities.includes(ability)
  const international = [mail.from, ...mail.to].filter((address) => /[^\p{ASCII}]/u.test(address))
  if (international.length > 0 && !has('SMTPUTF8')) {
    throw fail(
      'unsupported',
      `The server ${name} cannot send to ${international.join(', ')}: it knows only addresses in Latin letters. ` +
        'Your text is kept. Use another address for them.',
      { server: name },
    )
  }
  const maxBytes: unknown = Reflect.get(connection, '_maxAllowedSize')
  if (typeof maxBytes === 'number' && maxBytes > 0 && mail.bytes.length > maxBytes) {
    const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
    throw fail(
      'limit',
      `The message has ${megabytes(mail.bytes.length)}, the server ${name} takes at most ${megabytes(maxBytes)}. ` +
        'Your text is kept. Take attachments off or make them smaller.',
      { server: name },
    )
  }
}

function asStream(bytes: Uint8Array, beforeEnd: () => Promise<void>): Readable {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += smtpLimits.chunkBytes) {
      yield Buffer.from(bytes.subarray(at, at + smtpLimits.chunkBytes))
    }
    await beforeEnd()
  }
  return Readable.from(pieces(), { objectMode: false })
}

function rejectedOf(info: SMTPConnectionSendInfo): { address: string; words: string }[] {
  return (info.rejectedErrors ?? []).map((error) => ({ address: error.recipient ?? '', words: wordsOf(error) }))
}
