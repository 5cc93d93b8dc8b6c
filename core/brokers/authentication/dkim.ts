import type { DKIMResult } from 'mailauth'
import type { AuthenticationFact, AuthenticationReason, AuthenticationResult, SignatureFact } from '../../defs/index.ts'
import { normalName, sameOrganisation } from './domains.ts'
import { sameKeyDays } from './limits.ts'
import type { Questions } from './questions.ts'

export interface SignatureCircumstances {
  readonly questions: Questions
  /** since 1970, UTC */
  readonly receivedDay: number
  readonly authorDomain: string
  /** signatures that were not looked at, and whose absence breaks one that signs them */
  readonly left: number
}

type Verdict = readonly [AuthenticationResult, AuthenticationReason | null]

/** What the library's words mean (RFC 8601 section 2.7.1 and its README). */
const words: Readonly<Record<string, AuthenticationReason>> = {
  'unknown key version': 'key-unusable',
  'unknown key type': 'key-unusable',
  'inappropriate hash algorithm': 'key-unusable',
  'inappropriate key algorithm': 'key-unusable',
  'key not for email': 'key-unusable',
  'domain mismatch': 'key-unusable',
  'From field not signed': 'from-not-signed',
  expired: 'expired',
  'invalid expiration': 'expired',
  'weak algorithm': 'weak-algorithm',
}

/** Marks of the library for signatures that RFC 6376 section 6.1.1 asks to ignore: a tag that must be there, another version */
const malformed = /^missing-|^invalid-v$|^identity-domain$/

/** One signature as a fact. What says nothing for certain is `unknown`: a key that is gone is no forgery. */
export function signatureFact(result: DKIMResult, circumstances: SignatureCircumstances): SignatureFact {
  const domain = normalName(result.signingDomain ?? '')
  const [verdict, reason] = verdictOf(result, circumstances)
  return {
    result: verdict,
    domain: domain === '' ? null : domain,
    aligned: domain !== '' && sameOrganisation(domain, circumstances.authorDomain),
    reason,
    selector: result.selector?.slice(0, 255) ?? null,
  }
}

export function verdictOf(result: DKIMResult, { questions, receivedDay, left }: SignatureCircumstances): Verdict {
  const { status } = result
  const name = `${result.selector ?? ''}._domainkey.${result.signingDomain ?? ''}`
  const heard = questions.heard(name, 'TXT')
  const sure = heard !== null && isOfThatTime(heard, receivedDay)
  if (status.warnings?.some((warning) => malformed.test(warning)) === true) return ['unknown', 'unreadable-signature']
  switch (status.result) {
    case 'pass':
      return status.underSized === undefined || status.underSized === 0 ? ['pass', null] : ['unknown', 'partly-signed']
    case 'fail':
      if (left > 0) return ['unknown', 'too-many-signatures']
      if (status.testing === true) return ['unknown', 'testing']
      return sure ? ['fail', 'headers-changed'] : ['unknown', 'key-or-headers-changed']
    case 'policy':
      return ['unknown', status.comment === 'weak algorithm' ? 'weak-algorithm' : 'weak-key']
    case 'temperror': {
      const trouble = questions.troubleWith(name, 'TXT')
      if (trouble === null) return ['unknown', 'unreadable-signature'] // a name that no DNS can be asked for
      return trouble === 'too-many-questions' ? ['unknown', trouble] : ['pending', trouble]
    }
    default:
      return neutral(status.comment || '', result.rr ?? '', sure)
  }
}

function neutral(comment: string, record: string, sure: boolean): Verdict {
  switch (comment) {
    case 'body hash did not verify':
      return ['fail', 'body-changed']
    case 'no key':
      return ['unknown', sure ? 'no-key' : 'key-gone']
    case 'invalid public key':
      return ['unknown', /(^|;)\s*p\s*=\s*(;|$)/.test(record) ? 'key-revoked' : 'key-unusable']
    default:
      return ['unknown', words[comment] ?? 'unreadable-signature']
  }
}

/** Whether the answer is that of the time when the message came. */
export const isOfThatTime = (
  heard: { readonly heardFromDay: number; readonly heardToDay: number },
  day: number,
): boolean => day >= heard.heardFromDay - sameKeyDays && day <= heard.heardToDay + sameKeyDays

const order: readonly AuthenticationResult[] = ['pass', 'pending', 'fail', 'unknown', 'none']

/** Best first: a pass for the author's own domain, then any pass; a failure counts before what can't be told. */
export function bestSignature(facts: readonly SignatureFact[]): AuthenticationFact {
  const sorted = facts.toSorted(
    (a, b) =>
      Number(b.result === 'pass') - Number(a.result === 'pass') ||
      Number(b.aligned) - Number(a.aligned) ||
      order.indexOf(a.result) - order.indexOf(b.result),
  )
  const [best, ...others] = sorted
  if (best === undefined) return { result: 'none', domain: null, aligned: false, reason: null, by: null }
  return { ...best, others, by: null }
}
