import { type CertificateFacts, Failure, fail } from '../../../core/defs/index.ts'
import { certificateReason, certificateWords, factsOn } from '../certificate/index.ts'

/** The fields of errors by Node and ImapFlow that tell what went wrong. */
interface Facts {
  readonly code: string
  readonly text: string
  readonly serverText: string
  readonly responseCode: string
  readonly authenticationFailed: boolean
  readonly certificate: CertificateFacts | undefined
}

const unresolvable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])
const unreachable = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EHOSTDOWN'])
const silent = new Set([
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
  'ETIMEOUT',
  'ETIMEDOUT',
  'LockTimeout',
])
const nonsense =
  /^(ParserError|InvalidResponse|UnexpectedTag|MissingTag|Line|Literal|Response|TooMany|MAX_IMAP|ResponseProc)/
const certificate =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO|PINNED_|HOSTNAME_|INVALID_CA|PATH_LENGTH)/

/** Whatever was thrown while talking to `server` (host:port), as a Failure that names it. Failures pass as they are. */
export function toImapFailure(thrown: unknown, server: string): Failure {
  if (thrown instanceof Failure) return thrown
  const facts = readFacts(thrown)
  const { code, serverText } = facts
  const details = [code, facts.text, serverText].filter((part) => part !== '').join(': ')
  const answer = serverText === '' ? '' : ` It said: “${serverText.replace(/\.$/, '')}”.`
  const now = { server, details }
  if (facts.authenticationFailed) {
    return fail(
      'auth',
      `The server ${server} did not accept the user name or the password.${answer} Your messages here are safe. Enter the password again; some providers want one made for mail programs.`,
      now,
    )
  }
  if (certificate.test(code)) {
    const shown = facts.certificate === undefined ? '' : ` ${certificateWords(facts.certificate)}`
    return fail(
      'certificate',
      `${certificateReason(code, server)}${shown} No password was sent. If this is your own server, compare the fingerprint and choose to trust it; otherwise check the server's name.`,
      { ...now, ...(facts.certificate === undefined ? {} : { certificate: facts.certificate }) },
    )
  }
  if (unresolvable.has(code)) {
    return fail('offline', `There is no way to find ${server} now: the network is off or the name is wrong.`, now)
  }
  if (code === 'ECONNREFUSED') {
    return fail('offline', `Nothing answers at ${server}. The server is off, or its port is another one.`, now)
  }
  if (unreachable.has(code)) return fail('offline', `The network has no way to ${server} now.`, now)
  if (silent.has(code)) {
    return fail('timeout', `The server ${server} stopped answering. Nothing was lost; it will be tried again.`, now)
  }
  if (nonsense.test(code)) {
    return fail('refused', `The server ${server} sent something that is not IMAP. Nothing was changed here.`, now)
  }
  if (facts.responseCode !== '' || serverText !== '') {
    return fail('refused', `The server ${server} refused this.${answer} Nothing was changed here.`, now)
  }
  return fail('offline', `The connection to ${server} was lost. Nothing was lost; it goes on from where it was.`, now)
}

function readFacts(thrown: unknown): Facts {
  const field = (name: string): string => {
    const value: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined
    return typeof value === 'string' ? value.slice(0, 500) : ''
  }
  return {
    code: field('code'),
    text: field('message') || (typeof thrown === 'string' ? thrown : ''),
    serverText: field('responseText') || field('reason'),
    responseCode: field('serverResponseCode') || field('responseStatus'),
    certificate: factsOn(thrown),
    authenticationFailed:
      typeof thrown === 'object' && thrown !== null && Reflect.get(thrown, 'authenticationFailed') === true,
  }
}
