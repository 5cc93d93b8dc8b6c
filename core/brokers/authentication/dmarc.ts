import { dmarc } from 'mailauth/lib/dmarc/index.js'
import type { AuthenticationFact, AuthenticationReason, AuthenticationResult, SignatureFact } from '../../defs/index.ts'
import { domainOf, normalName } from './domains.ts'
import type { Questions } from './questions.ts'
import { library } from './spf.ts'

export interface Author {
  /** addresses in From */
  readonly from: readonly string[]
  /** From headers; RFC 5322 knows one */
  readonly fields: number
}

/** The domain of the author; '' when there is none, or several. */
export function authorDomainOf({ from, fields }: Author): string {
  const domains = new Set(from.map(domainOf))
  const [domain = ''] = domains
  return fields === 1 && domains.size === 1 ? domain : ''
}

/** What is as certain as a failure: by the sender's own doing nothing vouches. A key that is gone is not. */
const settled: ReadonlySet<AuthenticationReason | null> = new Set([
  null,
  'no-key',
  'key-revoked',
  'key-unusable',
  'weak-key',
  'weak-algorithm',
  'from-not-signed',
  'unreadable-signature',
])

/**
 * DMARC (RFC 9989, before: 7489). It fails only when both ways are known to be barred: where SPF or a signature can't be
 * told, neither can this. Without anything that could vouch for the author nobody is asked.
 */
export async function checkDmarc(
  author: Author,
  signatures: readonly SignatureFact[],
  spf: AuthenticationFact,
  questions: Questions,
): Promise<AuthenticationFact> {
  const domain = authorDomainOf(author)
  const fact = (
    result: AuthenticationResult,
    reason: AuthenticationReason | null,
    policy: string | null = null,
  ): AuthenticationFact => ({
    result,
    domain: domain === '' ? null : domain,
    aligned: result === 'pass',
    reason,
    policy,
    by: null,
  })
  if (domain === '') return fact('unknown', author.from.length === 0 ? 'no-author' : 'several-authors')
  const passing = signatures.filter(({ result }) => result === 'pass')
  const open = openCheck(signatures, spf)
  if (passing.length === 0 && spf.result !== 'pass' && open !== null) return fact(...open)
  questions.takeTrouble()
  const checked = await dmarc({
    headerFrom: [...author.from],
    fromFields: author.fields,
    spfDomains: spf.result === 'pass' && spf.domain !== null ? [spf.domain] : [],
    dkimDomains: passing.flatMap((each) => (each.domain === null ? [] : [{ domain: each.domain }])),
    resolver: library(questions),
  })
  const trouble = questions.takeTrouble()
  if (checked === false) return fact('unknown', 'several-authors')
  const policy = normalName(checked.policy ?? '').slice(0, 20) || null
  switch (checked.status.result) {
    case 'pass':
      return fact('pass', null, policy)
    case 'none':
      return fact('none', null)
    case 'fail':
      return open === null ? fact('fail', 'not-aligned', policy) : fact(...open, policy)
    default:
      if (trouble === 'too-many-questions') return fact('unknown', trouble, policy)
      return trouble === null ? fact('unknown', 'bad-policy', policy) : fact('pending', trouble, policy)
  }
}

/** What keeps a failure from being certain; null when nothing does. */
function openCheck(
  signatures: readonly SignatureFact[],
  spf: AuthenticationFact,
): readonly [AuthenticationResult, AuthenticationReason | null] | null {
  const checks = [...signatures, spf]
  const pending = checks.find(({ result }) => result === 'pending')
  if (pending !== undefined) return ['pending', pending.reason]
  const unknown = checks.find(({ result, reason }) => result === 'unknown' && !settled.has(reason))
  return unknown === undefined ? null : ['unknown', unknown.reason]
}
