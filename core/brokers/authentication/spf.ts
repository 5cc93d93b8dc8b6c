import { spf } from 'mailauth/lib/spf/index.js'
import type { AuthenticationFact, AuthenticationReason, AuthenticationResult } from '../../defs/index.ts'
import { isOfThatTime } from './dkim.ts'
import { domainOf, normalName, sameOrganisation } from './domains.ts'
import { authenticationLimits as limits } from './limits.ts'
import type { Questions } from './questions.ts'
import type { Trace } from './trace.ts'

const results: Readonly<Record<string, AuthenticationResult>> = {
  pass: 'pass',
  fail: 'fail',
  softfail: 'softfail',
  neutral: 'neutral',
  none: 'none',
}

/** SPF (RFC 7208) by the address that the user's provider saw; every other would be the sender's own claim. */
export async function checkSpf(
  { ingress, sender }: Trace,
  questions: Questions,
  authorDomain: string,
  receivedDay: number,
): Promise<AuthenticationFact> {
  if (ingress === null) return unknown('no-trusted-hop', null)
  if (sender === null) return unknown('no-sender', null)
  const domain = sender === '' ? ingress.helo : domainOf(sender)
  if (domain === '') return unknown('no-sender', null)
  questions.takeTrouble()
  const checked = await spf({
    sender,
    ip: ingress.address,
    helo: ingress.helo || ingress.address,
    mta: 'localhost',
    resolver: library(questions),
    maxElapsedTime: limits.spfMs,
  })
  const trouble = questions.takeTrouble()
  const result = results[checked.status.result]
  const fact = (of: AuthenticationResult, reason: AuthenticationReason | null): AuthenticationFact => ({
    result: of,
    domain: normalName(domain),
    aligned: sameOrganisation(domain, authorDomain),
    reason,
    by: null,
  })
  if (result === undefined) {
    if (trouble === null) return fact('unknown', 'bad-policy')
    return trouble === 'too-many-questions' ? fact('unknown', trouble) : fact('pending', trouble)
  }
  const heard = questions.heard(domain, 'TXT')
  const sure = heard !== null && isOfThatTime(heard, receivedDay)
  // whose servers were whose years ago, today's records don't tell; that they still are is no accident
  return sure || result === 'pass' ? fact(result, null) : fact('unknown', 'policy-gone')
}

/** The library's type of a resolver leaves out what it takes for MX: objects as node:dns gives them. */
export const library = ({ resolve }: Questions) =>
  resolve as (name: string, type: string) => Promise<string[][] | string[]>

const unknown = (reason: AuthenticationReason, domain: string | null): AuthenticationFact => ({
  result: 'unknown',
  domain,
  aligned: false,
  reason,
  by: null,
})
