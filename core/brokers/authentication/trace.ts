import type { HopsFact } from '../../defs/index.ts'
import { isInnerAddress, isWithin, normalName, organisationOf } from './domains.ts'
import { fieldBody, type Head } from './head.ts'
import { authenticationLimits as limits } from './limits.ts'
import { type Hop, readHop } from './received.ts'
import { type Results, readResultsField } from './results.ts'

/** What of a message's trace can only have been written by the user's own provider. */
export interface Trace {
  /** the hop from outside into the provider; null when none can be told for sure */
  readonly ingress: Hop | null
  /** MAIL FROM as the provider noted it: '' for the null sender; null when it did not */
  readonly sender: string | null
  readonly results: Results | null
  readonly tls: HopsFact | null
}

const nothing: Trace = { ingress: null, sender: null, results: null, tls: null }

/**
 * Reads the trace from the top, where each server puts its lines above those that it was given. A Received line is the
 * provider's when its `by` is a host of the provider, and every line above it is too. The way ends at the first line whose
 * client is not proven to be inside: by a private address, or a name that the provider itself found for the address. Below
 * that line everything may be the sender's own words, so of Authentication-Results with a trusted name only the topmost
 * counts, and only above it.
 */
export function readTrace({ fields }: Head, authservIds: readonly string[], hosts: readonly string[]): Trace {
  const own = hosts.map(normalName)
  const hops: { readonly hop: Hop; readonly at: number }[] = []
  let ingress: Hop | null = null
  let looked = 0
  for (const [at, field] of fields.entries()) {
    if (field.name !== 'received') continue
    if (++looked > limits.received) break
    const hop = readHop(field)
    if (hop === null) break
    // Google passes mail on inside by lines without a sender; they prove nothing and say nothing
    if (!hop.hasFrom && !isOwn(hop.by, own)) continue
    if (!isOwn(hop.by, own)) break
    hops.push({ hop, at })
    if (isInside(hop, own)) continue
    ingress = isClaimedInside(hop, own) ? null : hop
    break
  }
  const last = hops.at(-1)
  if (last === undefined) return nothing
  return {
    ingress,
    sender: readSender(fields.slice(0, last.at), hops),
    results: readOwnResults(fields.slice(0, last.at), authservIds),
    tls: readTls(hops.map(({ hop }) => hop)),
  }
}

type Fields = Head['fields']

/** The host is one of them, or stands beside one: `mx2.example.org` beside `mx1.example.org`. */
function isOwn(host: string, own: readonly string[]): boolean {
  return own.some((name) => isWithin(host, siblingsOf(name)))
}

/** The domain that a host stands in; the host itself where that would be a whole registry's. */
function siblingsOf(name: string): string {
  const parent = name.slice(name.indexOf('.') + 1)
  return name.includes('.') && isWithin(parent, organisationOf(name)) ? parent : name
}

const isInside = (hop: Hop, own: readonly string[]): boolean =>
  !hop.hasFrom ||
  (hop.address !== '' && isInnerAddress(hop.address)) ||
  own.some((name) => hop.reverse !== '' && isWithin(hop.reverse, name))

/** It may be inside, but that is not proven: such a line is neither gone beyond nor taken for the way in. */
const isClaimedInside = (hop: Hop, own: readonly string[]): boolean =>
  hop.address === '' || isOwn(hop.reverse === '' ? hop.helo : hop.reverse, own)

function readSender(above: Fields, hops: readonly { readonly hop: Hop }[]): string | null {
  const path = above.find(({ name }) => name === 'return-path')
  if (path !== undefined)
    return fieldBody(path)
      .replace(/^<(.*)>.*$/s, '$1')
      .trim()
  return hops.at(-1)?.hop.sender ?? null
}

function readOwnResults(above: Fields, authservIds: readonly string[]): Results | null {
  for (const field of above) {
    if (field.name !== 'authentication-results') continue
    const results = readResultsField(field)
    if (results !== null && authservIds.includes(results.authservId)) return results
  }
  return null
}

/** Hops over a network: what one machine hands to itself needs no protection. */
function readTls(hops: readonly Hop[]): HopsFact | null {
  const far = hops.filter(({ hasFrom, address }) => hasFrom && !isInnerAddress(address))
  const outermost = far.at(-1)
  if (outermost === undefined) return null
  return {
    protected: far.filter(({ tls }) => tls !== null).length,
    hops: far.length,
    version: outermost.tls?.version ?? null,
    cipher: outermost.tls?.cipher ?? null,
    by: outermost.by,
  }
}
