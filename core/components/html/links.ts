import { parse } from 'tldts'
import { clickSign, leadsOn, trackingParameters } from '../../defs/trackers.ts'
import { asciiHost, type WebAddress, webAddress } from './address.ts'
import { confusedHost } from './confusable.ts'
import type { Link } from './references.ts'

/** A link whose text names another site than the one it leads to. */
export interface Mismatch {
  readonly shown: string
  readonly leadsTo: string
}

export interface LinkFindings {
  readonly mismatches: readonly Mismatch[]
  /** hosts in letters that are made to look like others */
  readonly confused: readonly string[]
  /** links that go by somebody who counts who follows them, and by whom */
  readonly counted: number
  readonly counters: readonly string[]
  /** parameters that name the person */
  readonly parameters: readonly string[]
}

/**
 * From so many links on through one host, that host is how this sender counts clicks, and no site that a single link
 * pretends not to lead to.
 */
const wrappingLinks = 4
const wrappingShare = 0.6

export function readLinks(links: readonly Link[], base: string | null): LinkFindings {
  const told = { mismatches: [] as Mismatch[], confused: new Set<string>(), counters: new Set<string>() }
  const parameters = new Set<string>()
  const wrappers = wrappingHosts(links, base)
  let counted = 0
  for (const { address, text } of links) {
    const to = webAddress(address, base)
    if (to === null) continue
    const sign = clickSign(to.host, to.path)
    const named = trackingParameters(to.path)
    if (sign !== null || named.length > 0) counted += 1
    if (sign !== null) told.counters.add(sign.company ?? to.host)
    for (const { name, company } of named) {
      parameters.add(name)
      told.counters.add(company)
    }
    const like = to.host.includes('xn--') ? confusedHost(to.host) : null
    if (like !== null) told.confused.add(to.host)
    if (sign !== null || wrappers.has(to.host)) continue
    const mismatch = mismatchOf(text, to)
    if (mismatch !== null && !told.mismatches.some(({ leadsTo }) => leadsTo === mismatch.leadsTo)) {
      told.mismatches.push(mismatch)
    }
  }
  return {
    mismatches: told.mismatches,
    confused: [...told.confused],
    counted,
    counters: [...told.counters],
    parameters: [...parameters],
  }
}

function wrappingHosts(links: readonly Link[], base: string | null): ReadonlySet<string> {
  if (links.length < wrappingLinks) return new Set()
  const counts = new Map<string, number>()
  let all = 0
  for (const { address } of links) {
    const host = webAddress(address, base)?.host
    if (host === undefined) continue
    all += 1
    counts.set(host, (counts.get(host) ?? 0) + 1)
  }
  return new Set(
    [...counts].flatMap(([host, count]) => (count >= wrappingLinks && count >= all * wrappingShare ? [host] : [])),
  )
}

/** Says by itself that it is an address: `https://…` or `www.…`. A name with a dot alone may be a file or a product. */
const saysAddress = /^(?:https?:\/\/|www\.)/i
const addressText = /^(?:https?:\/\/)?([^\s/@:?#]+\.[^\s/@:?#.]{2,})\.?(?::\d+)?(?:[/?#]\S*)?$/i

/**
 * The text must be an address and nothing else, and name a site that is not the one it leads to, nor of the same name
 * under another end (example.com, example.fr), nor named in the address itself (whoever checks or counts links writes
 * there what they lead on to).
 */
function mismatchOf(text: string, to: WebAddress): Mismatch | null {
  const [, named = ''] = addressText.exec(text) ?? []
  if (named === '') return null
  const host = asciiHost(named)
  if (host === null) return null
  const shown = parse(host)
  if (shown.domain === null || shown.isIcann !== true) return null
  if (
    !saysAddress.test(text) &&
    shown.publicSuffix?.includes('.') !== true &&
    !commonEnds.has(shown.publicSuffix ?? '')
  )
    return null
  const target = parse(to.host)
  const leadsTo = target.domain ?? target.hostname ?? to.host
  if (leadsTo === shown.domain || sameName(shown.domainWithoutSuffix, target.domainWithoutSuffix)) return null
  if (leadsOn(to.host, to.path) || to.path.toLowerCase().includes(shown.domain)) return null
  return { shown: shown.domain, leadsTo }
}

/** `amazon.de` and `amazon.com`; `brand.example` and `brand-mail.example`, `news.brandmail.example`. */
function sameName(shown: string | null, target: string | null): boolean {
  if (shown === null || target === null) return false
  return (
    shown === target ||
    (shown.length > 3 &&
      new RegExp(
        `^(?:e?mail|news|link|click|go|my)?[-_]?${shown}(?:$|[-_](?:e?mail|news|links?)$|(?:e?mail|news|links?)$)`,
      ).test(target))
  )
}

/** Ends of names that are domains more often than anything else when they stand alone. */
const commonEnds = new Set(
  'com org net edu gov info biz eu de fr it es nl be ch at pl uk se no dk fi ru br ca us'.split(' '),
)
