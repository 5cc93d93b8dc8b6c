import { type Contribution, type FacetScore, type Feature, hopsFact } from '../../defs/index.ts'
import { facetOf, part, reason } from './facet.ts'
import type { MessageFacts } from './facts.ts'
import { type FoundProof, featureValue, isTrusted, proofsOf, textsOf } from './proofs.ts'

const points = { encryption: 40, signature: 20, domain: 25, transport: 15 } as const

/**
 * How a message travelled and was protected. What its sender controls raises nothing here: of headers and body only the
 * encryption itself counts, and that by what the message is built of.
 */
export const judgeTechnic = (features: readonly Feature[], facts: MessageFacts): FacetScore =>
  facetOf([
    encryption(features, facts),
    signature(features, facts),
    facts.own === 'sent' ? reason('domain', 'own', points.domain, points.domain) : domain(features),
    transport(features, facts),
  ])

const whole = new Set(['openpgp', 'openpgp-inline', 'smime'])

function encryption(features: readonly Feature[], { listId }: MessageFacts): Contribution {
  const kinds = textsOf(features, 'encryption')
  const found = kinds.find((kind) => whole.has(kind))
  const of = points.encryption
  if (found !== undefined) return reason('encryption', found, of, of)
  return reason('encryption', kinds[0] ?? 'none', 0, of, listId === null ? 'ask-for-key' : null)
}

const states = { known: 20, valid: 12 } as const

/** A signature that was checked has a state; one that is only there has not, and proves nothing yet. */
function signature(features: readonly Feature[], { listId }: MessageFacts): Contribution {
  const of = points.signature
  const checked = features.filter((feature) => feature.name === 'signature' && isTrusted(feature))
  const found = checked.map(({ value }) => stateOf(value))
  for (const state of ['known', 'valid'] as const) {
    if (found.includes(state)) return reason('signature', state, states[state], of, 'compare-key')
  }
  if (found.includes('broken')) return reason('signature', 'broken', 0, of, 'signature-broken')
  const present = textsOf(features, 'signature')[0]
  if (present !== undefined) return reason('signature', `${present}-not-checked`, 0, of)
  return reason('signature', 'none', 0, of, listId === null ? 'ask-to-sign' : null)
}

function stateOf(value: Feature['value']): string | null {
  const state = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['state'] : null
  return typeof state === 'string' ? state : null
}

/** What each proof of the author's domain is worth when it passes: for the very domain, and for another. */
const worth: Readonly<Record<FoundProof['name'], { readonly aligned: number; readonly other: number }>> = {
  dmarc: { aligned: 25, other: 25 },
  dkim: { aligned: 22, other: 8 },
  arc: { aligned: 12, other: 12 },
  spf: { aligned: 10, other: 3 },
}

/** The best proof that passes counts: a broken one beside it takes nothing away, and adds nothing. */
function domain(features: readonly Feature[]): Contribution {
  const of = points.domain
  const proofs = proofsOf(features)
  const [best] = proofs
    .filter(({ result }) => result === 'pass')
    .map(({ name, aligned, domain: vouched }) => ({
      text: `${name} pass ${vouched ?? ''}`.trim(),
      won: worth[name][aligned ? 'aligned' : 'other'],
    }))
    .sort((a, b) => b.won - a.won)
  if (best !== undefined) return reason('domain', best.text, best.won, of)
  const failed = proofs.find(({ result }) => result === 'fail')
  if (failed !== undefined) {
    return reason('domain', `${failed.name} fail ${failed.reason ?? ''}`.trim(), 0, of, 'check-sender')
  }
  const waiting = proofs.some(({ result }) => result === 'pending') || (proofs.length === 0 && isSigned(features))
  return waiting
    ? reason('domain', 'pending', 0, of, 'wait-for-answer')
    : reason('domain', 'none', 0, of, 'check-sender')
}

const isSigned = (features: readonly Feature[]): boolean => textsOf(features, 'dkim-signature').length > 0

/** Only the hops that the user's own provider wrote down, and the way from this computer for what the user sent. */
function transport(features: readonly Feature[], facts: MessageFacts): Contribution {
  const of = points.transport
  if (facts.own === 'sent') {
    return facts.submissionByTls
      ? reason('transport', 'own', 10, of)
      : reason('transport', 'unknown', 0, of, 'secure-account')
  }
  const told = features.find((feature) => feature.name === 'tls' && isTrusted(feature))
  const parsed = hopsFact.safeParse(told?.value)
  if (!parsed.success) {
    return reason('transport', 'unknown', 0, of, featureValue(features, 'hops') === undefined ? null : 'trust-provider')
  }
  const { hops, protected: covered, version } = parsed.data
  if (hops === 0) return reason('transport', 'unknown', 0, of, 'trust-provider')
  if (covered < hops || version === null) {
    return reason('transport', `${covered} of ${hops}`, part(8, covered / hops), of, 'hop-in-the-clear')
  }
  return reason('transport', `TLS ${version}`, versionPoints(version), of)
}

const versionPoints = (version: string): number =>
  /1\.[23]/.test(version) ? 15 : /1\.[01]|ssl/i.test(version) ? 8 : 12

/** Checks that could not be made yet. */
export function pendingChecks(features: readonly Feature[]): string[] {
  const proofs = proofsOf(features)
  const waiting = proofs.flatMap(({ name, result }) => (result === 'pending' ? [name] : []))
  const unchecked = isSigned(features) && !proofs.some(({ name }) => name === 'dkim') ? ['dkim'] : []
  const skipped = textsOf(features, 'skipped').map((text) => text.split(':', 1)[0] ?? text)
  return [...new Set([...waiting, ...unchecked, ...skipped])].sort()
}
