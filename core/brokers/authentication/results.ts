import headerParser from 'mailauth/lib/parse-dkim-headers.js'
import type { AuthenticationFact, AuthenticationResult } from '../../defs/index.ts'
import { domainOf, normalName, sameOrganisation } from './domains.ts'
import { fieldBody, type HeadField } from './head.ts'
import { authenticationLimits as limits } from './limits.ts'

/** An Authentication-Results header (RFC 8601 section 2.2): who says so, and what. */
export interface Results {
  /** lower case */
  readonly authservId: string
  readonly payload: string
}

/** [CFWS] authserv-id [CFWS version] [CFWS] (";" …): a token or a quoted string. */
const comment = /\([^()\\]*\)/g
const beginning = /^\s*(?:"((?:[^"\\]|\\.){1,253})"|([^\s;"=()]{1,253}))(?:\s+\d+)?\s*(?:;|$)/

/** null when it does not begin with a name: then nobody says so. Never throws. */
export function readResults(body: string): Results | null {
  const end = endOfFirst(body)
  const match = beginning.exec(body.slice(0, end).replaceAll(comment, ' '))
  const authservId = (match?.[1] ?? match?.[2] ?? '').replaceAll(/\\(.)/g, '$1').trim().toLowerCase()
  return authservId === '' ? null : { authservId, payload: body.slice(end + 1) }
}

export const readResultsField = (field: HeadField): Results | null => readResults(fieldBody(field))

/** The first semicolon outside of comments and quotes. */
function endOfFirst(body: string): number {
  let depth = 0
  let quoted = false
  for (let at = 0; at < body.length; at++) {
    const char = body[at]
    if (char === '\\') at++
    else if (char === '"' && depth === 0) quoted = !quoted
    else if (quoted) continue
    else if (char === '(') depth++
    else if (char === ')') depth = Math.max(0, depth - 1)
    else if (char === ';' && depth === 0) return at
  }
  return body.length
}

/** What our results are called there (RFC 8601 section 2.7); errors and words of their own are no result. */
const known: Readonly<Record<string, AuthenticationResult>> = {
  pass: 'pass',
  fail: 'fail',
  hardfail: 'fail',
  softfail: 'softfail',
  neutral: 'neutral',
  none: 'none',
}
const rank: readonly AuthenticationResult[] = ['pass', 'fail', 'softfail', 'neutral', 'none', 'unknown']

interface Entry {
  readonly result: AuthenticationResult
  readonly domain: string | null
  readonly aligned: boolean
  readonly selector: string | null
}

/** What such a header says of a message by an author of `authorDomain`, as facts. */
export function factsOf(
  { authservId, payload }: Results,
  authorDomain: string,
): { dkim?: AuthenticationFact; spf?: AuthenticationFact; dmarc?: AuthenticationFact } {
  const parsed = parse(payload)
  const fact = (entry: Entry): AuthenticationFact => ({
    result: entry.result,
    domain: entry.domain,
    aligned: entry.aligned,
    reason: null,
    by: authservId,
  })
  const read = (value: unknown, places: readonly (readonly [string, string])[]): Entry[] =>
    entriesOf(value).map((entry) => readEntry(entry, places, authorDomain))
  const dkim = read(parsed['dkim'], signedBy).toSorted(
    (a, b) => Number(b.aligned) - Number(a.aligned) || rank.indexOf(a.result) - rank.indexOf(b.result),
  )
  const best = dkim.find(({ result }) => result === 'pass') ?? dkim[0]
  const [spf] = read(parsed['spf'], sentBy)
  const [dmarc] = read(parsed['dmarc'], authoredBy)
  return {
    ...(best === undefined ? {} : { dkim: { ...fact(best), selector: best.selector, others: othersOf(dkim, best) } }),
    ...(spf === undefined ? {} : { spf: fact(spf) }),
    ...(dmarc === undefined ? {} : { dmarc: fact(dmarc) }),
  }
}

const othersOf = (entries: readonly Entry[], best: Entry): NonNullable<AuthenticationFact['others']> =>
  entries.filter((entry) => entry !== best).map((entry) => ({ ...entry, reason: null }))

const signedBy = [
  ['header', 'd'],
  ['header', 'i'],
] as const
const sentBy = [
  ['smtp', 'mailfrom'],
  ['smtp', 'helo'],
] as const
const authoredBy = [['header', 'from']] as const

function readEntry(entry: object, places: readonly (readonly [string, string])[], authorDomain: string): Entry {
  const property = (ptype: string, name: string): string => {
    const group: unknown = Reflect.get(entry, ptype)
    const value: unknown = group instanceof Object ? Reflect.get(group, name) : undefined
    return typeof value === 'string' ? value.slice(0, 320) : ''
  }
  const word: unknown = Reflect.get(entry, 'value')
  const named = places.map(([ptype, name]) => property(ptype, name)).find((value) => value !== '') ?? ''
  const domain = named.includes('@') ? domainOf(named) : normalName(named)
  return {
    result: (typeof word === 'string' ? known[word.toLowerCase()] : undefined) ?? 'unknown',
    domain: domain === '' ? null : domain,
    aligned: domain !== '' && sameOrganisation(domain, authorDomain),
    selector: property('header', 's') || null,
  }
}

function entriesOf(value: unknown): object[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((each) => each instanceof Object).slice(0, limits.results)
}

function parse(payload: string): { readonly [key: string]: unknown } {
  try {
    return headerParser(`Authentication-Results: x; ${payload}`).parsed
  } catch {
    return {}
  }
}
