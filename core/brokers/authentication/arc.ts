import type { ARCResult, ARCSigningData } from 'mailauth'
import { arc } from 'mailauth/lib/arc/index.js'
import sealers from 'mailauth/lib/arc/trustlist.js'
import type { AuthenticationFact, AuthenticationReason, AuthenticationResult } from '../../defs/index.ts'
import { isOfThatTime, type SignatureCircumstances, verdictOf } from './dkim.ts'
import { normalName, sameOrganisation } from './domains.ts'
import { authenticationLimits as limits } from './limits.ts'
import { factsOf, type Results, readResults } from './results.ts'
import { library } from './spf.ts'

/** One set of a chain that holds: who sealed it, and what they had found. */
export interface SealedSet {
  readonly sealer: string
  readonly results: Results
}

/** A chain of seals (RFC 8617): what forwarders and lists found before they changed the message. */
export interface SealedChain {
  readonly fact: AuthenticationFact
  /** oldest first; empty unless the whole chain holds */
  readonly sealed: readonly SealedSet[]
}

const none: AuthenticationFact = { result: 'none', domain: null, aligned: false, reason: null, by: null }
type Verdict = readonly [AuthenticationResult, AuthenticationReason | null]

/**
 * Anybody can seal. So a chain that holds passes only when one of its sealers is known not to lie (the user's provider,
 * or one of the list that the library keeps) and found the author proven; else it is `neutral`.
 */
export async function checkArc(
  data: ARCSigningData | undefined,
  trusted: readonly string[],
  circumstances: SignatureCircumstances,
): Promise<SealedChain> {
  const chain = data?.chain || []
  const last = chain.at(-1)
  if (data === undefined || (last === undefined && data.error === undefined)) return { fact: none, sealed: [] }
  const { questions, authorDomain } = circumstances
  questions.takeTrouble()
  const result = await arc(
    { ...data, chain: [...chain], ...(last === undefined ? {} : { lastEntry: last }) },
    { resolver: library(questions), minBitLength: limits.keyBits },
  )
  if (result.status.result !== 'pass') {
    const [broken, reason] = verdictOfBroken(result, chain, circumstances)
    const domain = normalName(tagOf(last?.['arc-seal'], 'd')) || null
    return { fact: { ...none, result: broken, domain, reason }, sealed: [] }
  }
  const sealed = chain.flatMap((link): SealedSet[] => {
    const results = readResults(withoutInstance(lineOf(link['arc-authentication-results'])))
    return results === null ? [] : [{ sealer: normalName(tagOf(link['arc-seal'], 'd')), results }]
  })
  return { fact: vouchedFor(sealed, trusted, authorDomain), sealed }
}

function vouchedFor(
  sealed: readonly SealedSet[],
  trusted: readonly string[],
  authorDomain: string,
): AuthenticationFact {
  const known = sealed.filter(({ sealer }) =>
    [...trusted, ...sealers.trusted].some((name) => sameOrganisation(name, sealer)),
  )
  const voucher = known.find(({ results }) => {
    const { dkim, dmarc } = factsOf(results, authorDomain)
    return [dkim, dmarc].some((fact) => fact?.result === 'pass' && fact.aligned)
  })
  if (voucher !== undefined) {
    return { ...none, result: 'pass', domain: voucher.sealer, aligned: true }
  }
  const domain = (known.at(-1) ?? sealed.at(-1))?.sealer ?? null
  return { ...none, result: 'neutral', domain, reason: known.length > 0 ? 'not-vouched' : 'unknown-sealer' }
}

function verdictOfBroken(
  { status }: ARCResult,
  chain: readonly { readonly 'arc-seal'?: object; readonly messageSignature?: Parameters<typeof verdictOf>[0] }[],
  circumstances: SignatureCircumstances,
): Verdict {
  const trouble = circumstances.questions.takeTrouble()
  if (trouble === 'too-many-questions') return ['unknown', trouble]
  if (trouble !== null) return ['pending', trouble]
  const signature = chain.at(-1)?.messageSignature
  if (signature !== undefined && signature.status.result !== 'pass') return verdictOf(signature, circumstances)
  if (/^no key|^invalid public key/.test(status.comment ?? '')) return ['unknown', 'key-gone']
  if (status.policy !== undefined) return ['unknown', 'weak-key']
  const sure = chain.every((link) => isHeard(link['arc-seal'], circumstances))
  return sure ? ['fail', 'broken-chain'] : ['unknown', 'key-or-headers-changed']
}

/** Whether the key of a seal is the one of that time; a seal without a name needs no key to be wrong. */
function isHeard(seal: object | undefined, { questions, receivedDay }: SignatureCircumstances): boolean {
  const heard = questions.heard(`${tagOf(seal, 's')}._domainkey.${tagOf(seal, 'd')}`, 'TXT')
  return heard === null || isOfThatTime(heard, receivedDay)
}

/** A tag of a parsed header, whose type the library leaves open. */
function tagOf(header: object | undefined, name: string): string {
  const parsed: unknown = header === undefined ? undefined : Reflect.get(header, 'parsed')
  const tag: unknown = parsed instanceof Object ? Reflect.get(parsed, name) : undefined
  const value: unknown = tag instanceof Object ? Reflect.get(tag, 'value') : undefined
  return typeof value === 'string' ? value : ''
}

function lineOf(header: object | undefined): string {
  const original: unknown = header === undefined ? undefined : Reflect.get(header, 'original')
  return String(original ?? '')
    .slice(0, limits.traceBytes)
    .replaceAll(/\r?\n/g, '')
}

/** `ARC-Authentication-Results: i=1; mx.example.org; …` without what stands before the name (RFC 8617 section 4.1.1). */
export const withoutInstance = (line: string): string =>
  line.slice(line.indexOf(':') + 1).replace(/^\s*i\s*=\s*\d+\s*;/i, '')
