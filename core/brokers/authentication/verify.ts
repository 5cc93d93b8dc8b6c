import { Buffer } from 'node:buffer'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import type { AuthenticationFact } from '../../defs/index.ts'
import type { AuthservMention, Verified, VerifyQuestion } from '../../ports.ts'
import { checkArc, type SealedChain, withoutInstance } from './arc.ts'
import { bestSignature, type SignatureCircumstances, signatureFact } from './dkim.ts'
import { authorDomainOf, checkDmarc } from './dmarc.ts'
import { sameOrganisation } from './domains.ts'
import { type Head, readHead } from './head.ts'
import { authenticationLimits as limits } from './limits.ts'
import { type Ask, createQuestions } from './questions.ts'
import { reduceSignatures } from './reduce.ts'
import { factsOf, readResults, readResultsField } from './results.ts'
import { checkSpf, library } from './spf.ts'
import { readTrace, type Trace } from './trace.ts'
import { untold } from './untold.ts'

const dayMs = 86_400_000

/**
 * DKIM (RFC 6376), SPF (7208), DMARC (9989) and ARC (8617) of one message, and what the user's provider says of it (8601).
 * `ask` answers for the DNS. Never throws for what a message or an answer contains; `unknown` and `pending` say why.
 */
export async function verifyMail(raw: Uint8Array, question: VerifyQuestion, ask: Ask): Promise<Verified> {
  const head = readHead(raw)
  if (head.tooBig) return untold('headers-too-big')
  const trace = readTrace(head, question.authservIds, question.hosts)
  const told = raw.length > limits.messageBytes ? untold('too-big') : await check(raw, head, trace, question, ask)
  return { ...told, tls: trace.tls }
}

async function check(
  raw: Uint8Array,
  head: Head,
  trace: Trace,
  { receivedMs, authservIds }: VerifyQuestion,
  ask: Ask,
): Promise<Verified> {
  const { bytes, left } = reduceSignatures(raw, head)
  const questions = createQuestions(ask)
  const signed = await dkimVerify(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    resolver: library(questions),
    minBitLength: limits.keyBits,
    rejectRsaSha1: true,
    // a signature counts if it was good when the message came; 0 would be taken for no time at all
    curTime: Math.max(1, receivedMs),
  })
  const author = { from: signed.headerFrom, fields: signed.fromFields }
  const authorDomain = authorDomainOf(author)
  const receivedDay = Math.floor(receivedMs / dayMs)
  const circumstances: SignatureCircumstances = { questions, receivedDay, authorDomain, left }
  const signatures = signed.results
    .filter(({ signingDomain }) => signingDomain !== undefined)
    .map((result) => signatureFact(result, circumstances))
  const dkim = signatures.length > 0 ? bestSignature(signatures) : unsigned(head)
  const chain = await checkArc(signed.arc, authservIds, circumstances)
  const spf = await checkSpf(trace, questions, authorDomain, receivedDay)
  const dmarc = await checkDmarc(author, signatures, spf, questions)
  return { dkim, spf, dmarc, arc: chain.fact, provider: byProvider(trace, chain, authservIds, authorDomain), tls: null }
}

/** The library passes over signatures that it can't read at all. */
const unsigned = ({ fields }: Head): AuthenticationFact => {
  const present = fields.some(({ name }) => name === 'dkim-signature')
  return {
    result: present ? 'unknown' : 'none',
    domain: null,
    aligned: false,
    reason: present ? 'unreadable-signature' : null,
    by: null,
  }
}

/** By the header that it wrote on top, or under the seal of a chain that holds. */
function byProvider(
  { results }: Trace,
  { sealed }: SealedChain,
  authservIds: readonly string[],
  authorDomain: string,
): Verified['provider'] {
  if (results !== null) return factsOf(results, authorDomain)
  const own = sealed.at(-1)
  if (own === undefined || !isSealedBy(own.results.authservId, own.sealer, authservIds)) return {}
  return factsOf(own.results, authorDomain)
}

const isSealedBy = (authservId: string, sealer: string, trusted: readonly string[]): boolean =>
  trusted.includes(authservId) && sameOrganisation(sealer, authservId)

/** Who wrote Authentication-Results into a message, for suggestions of whom to trust. `hosts`: of the user's provider. */
export function authservMentions(raw: Uint8Array, hosts: readonly string[]): AuthservMention[] {
  const head = readHead(raw)
  const mentions = new Map<string, AuthservMention>()
  for (const field of head.fields) {
    const results = resultsIn(field)
    if (results === null || mentions.has(results.authservId) || mentions.size >= limits.results) continue
    const { authservId } = results
    const found = readTrace(head, [authservId], [authservId, ...hosts]).results
    mentions.set(authservId, { authservId, own: found !== null })
  }
  return [...mentions.values()]
}

function resultsIn(field: Head['fields'][number]): { readonly authservId: string } | null {
  if (field.name === 'authentication-results') return readResultsField(field)
  if (field.name !== 'arc-authentication-results') return null
  return readResults(withoutInstance(field.line.slice(0, limits.traceBytes).replaceAll(/\r?\n/g, '')))
}
