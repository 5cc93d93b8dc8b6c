import { openingSign } from '../../defs/trackers.ts'
import type { Component, Findings, Json } from '../component.ts'
import { webAddress } from './address.ts'
import { readLinks } from './links.ts'
import { type HtmlContent, type Reference, readHtml } from './references.ts'
import type { RemoteKind } from './remote-kind.ts'

/** Names that are kept of one feature: enough to show, few enough to store with every message. */
const named = 8

/** What an HTML body would fetch, who would learn of it, and where its links lead. */
export const htmlContent: Component = {
  name: 'html-content',
  version: 1,
  reads: ['html'],
  yields: {
    remote: 'body',
    trackers: 'body',
    'tracked-by': 'body',
    'counted-links': 'body',
    'link-mismatch': 'body',
    'confused-link': 'body',
    forms: 'body',
    scripts: 'body',
  },
  limits: { timeMs: 2_000, chars: 2_000_000 },
  run({ html }) {
    if (html === null || !html.includes('<')) return {}
    const content = readHtml(html)
    return { ...remoteOf(content), ...linksOf(content), ...activeOf(content) }
  },
}

/** Why a picture or another reference counts as a tracker, and whose it is. Null: nothing says that it is one. */
export function trackerOf(
  reference: Reference,
  host: string,
  path: string,
): { reason: string; company: string | null } | null {
  if (reference.place.endsWith(' ping')) return { reason: 'ping', company: null }
  if (reference.kind === 'link' || reference.kind === 'form') return null
  const sign = openingSign(host, path)
  if (sign !== null) return sign
  if (reference.kind !== 'image') return null
  if (reference.pixel) return { reason: 'pixel', company: null }
  return reference.hidden ? { reason: 'hidden', company: null } : null
}

function remoteOf({ references, base }: HtmlContent): Findings {
  const kinds: { [kind: string]: number } = {}
  const seen = new Set<string>()
  const trackers = new Map<string, string>()
  let count = 0
  for (const reference of references) {
    const address = webAddress(reference.address, base)
    if (address === null) continue
    const key = `${reference.kind} ${address.host}${address.path}`
    if (seen.has(key)) continue
    seen.add(key)
    const tracker = trackerOf(reference, address.host, address.path)
    if (tracker === null) {
      if (counted.has(reference.kind)) kinds[reference.kind] = (kinds[reference.kind] ?? 0) + 1
      continue
    }
    count += 1
    if (trackers.size < named) trackers.set(tracker.company ?? address.host, tracker.reason)
  }
  return {
    ...(Object.keys(kinds).length > 0 ? { remote: kinds } : {}),
    ...(count > 0 ? { trackers: count, 'tracked-by': Object.fromEntries(trackers) } : {}),
  }
}

/** A form is counted by itself, a link is nothing that is fetched. */
const counted = new Set<RemoteKind>(['image', 'font', 'style', 'media', 'frame', 'prefetch', 'other'])

function linksOf({ links, base }: HtmlContent): Findings {
  if (links.length === 0) return {}
  const found = readLinks(links, base)
  const findings: { [feature: string]: Json } = {}
  if (found.counted > 0) {
    findings['counted-links'] = {
      count: found.counted,
      by: found.counters.slice(0, named),
      ...(found.parameters.length > 0 ? { parameters: found.parameters.slice(0, named) } : {}),
    }
  }
  if (found.mismatches.length > 0) {
    findings['link-mismatch'] = found.mismatches.slice(0, named).map(({ shown, leadsTo }) => `${shown} > ${leadsTo}`)
  }
  if (found.confused.length > 0) findings['confused-link'] = found.confused.slice(0, named)
  return findings
}

const activeOf = ({ forms, scripts }: HtmlContent): Findings => ({
  ...(forms > 0 ? { forms } : {}),
  ...(scripts > 0 ? { scripts } : {}),
})
