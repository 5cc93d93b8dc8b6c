import { Failure, fail, type Problem } from '../../../core/defs/index.ts'
import { certificateReason, certificateWords, factsOn } from '../certificate/index.ts'
import { smtpLimits } from './limits.ts'

/** The fields of errors by Node and Nodemailer that tell what went wrong. */
interface Facts {
  /** the most telling code: Node's own where Nodemailer put its over it */
  readonly code: string
  readonly kind: string
  readonly text: string
  /** the server's reply */
  readonly words: string
  readonly replyCode: number
  readonly command: string
}

const unresolvable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'EDNS'])
const unreachable = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EHOSTDOWN'])
const certificate =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO$|PINNED_|HOSTNAME_|INVALID_CA|PATH_LENGTH)/
/** Nodemailer wraps a failed TLS upgrade in a text that ends with Node's own. */
const certificateText: readonly (readonly [RegExp, string])[] = [
  [/certificate has expired/, 'CERT_HAS_EXPIRED'],
  [/certificate is not yet valid/, 'CERT_NOT_YET_VALID'],
  [/self-signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/unable to (verify|get)/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID'],
]

/** Whatever was thrown while talking to `server` (host:port), as a Failure that names it. Failures pass as they are. */
export function toSmtpFailure(thrown: unknown, server: string): Failure {
  if (thrown instanceof Failure) return thrown
  const facts = readFacts(thrown)
  const { code, kind, words, replyCode } = facts
  const now = { server, details: [code, facts.command, facts.text].filter((part) => part !== '').join(': ') }
  const answer = words === '' ? '' : ` It said: “${words.replace(/\.$/, '')}”.`
  if (kind === 'EAUTH' && (replyCode === 0 || replyCode >= 500)) {
    return fail(
      'auth',
      `The server ${server} did not accept the user name or the password.${answer} ` +
        'Nothing was sent. Enter the password again; some providers want one made for mail programs.',
      now,
    )
  }
  if (certificate.test(code)) {
    const facts = factsOn(thrown)
    const shown = facts === undefined ? '' : ` ${certificateWords(facts)}`
    return fail(
      'certificate',
      `${certificateReason(code, server)}${shown} No password and no message was sent. If this is your own server, ` +
        "compare the fingerprint and choose to trust it; otherwise check the server's name.",
      { ...now, ...(facts === undefined ? {} : { certificate: facts }) },
    )
  }
  if (kind === 'ETLS') {
    return fail('certificate', `${server} offers no secure connection (STARTTLS).${answer} No password was sent.`, now)
  }
  if (replyCode > 0) return fail('refused', `The server ${server} refused this.${answer} Your text is kept.`, now)
  if (unresolvable.has(code)) {
    return fail('offline', `There is no way to find ${server} now: the network is off or the name is wrong.`, now)
  }
  if (code === 'ECONNREFUSED') {
    return fail('offline', `Nothing answers at ${server}. The server is off, or its port is another one.`, now)
  }
  if (unreachable.has(code)) return fail('offline', `The network has no way to ${server} now.`, now)
  if (kind === 'ETIMEDOUT') {
    return fail('timeout', `The server ${server} stopped answering. Your text is kept.`, now)
  }
  if (kind === 'EPROTOCOL') {
    return fail('refused', `The server ${server} sent something that is not SMTP. Your text is kept.`, now)
  }
  return fail('offline', `The connection to ${server} was lost. Your text is kept.`, now)
}

/** Three digits of the server's reply that caused this; 0 if it was no reply. */
export const replyCodeOf = (thrown: unknown): number => readFacts(thrown).replyCode

/** What the server said, as one line for a person; '' if it said nothing. */
export const wordsOf = (thrown: unknown): string => readFacts(thrown).words

export const stopped = (server: string): Problem =>
  fail('cancelled', 'This was stopped before it was done. Nothing was lost.', { server }).problem

function readFacts(thrown: unknown): Facts {
  const field = (name: string): unknown =>
    typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined
  const text = (name: string): string => {
    const value = field(name)
    return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, smtpLimits.maxWordsLength) : ''
  }
  const replyCode = field('responseCode')
  const message = text('message') || (typeof thrown === 'string' ? thrown : '')
  const kind = text('code')
  return {
    code: text('originalCode') || certificateText.find(([pattern]) => pattern.test(message))?.[1] || kind,
    kind,
    text: message,
    words: text('response'),
    replyCode: typeof replyCode === 'number' ? replyCode : 0,
    command: text('command'),
  }
}
