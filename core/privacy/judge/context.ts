import type { Contribution, FacetScore, Feature } from '../../defs/index.ts'
import { facetOf, loss, part, reason } from './facet.ts'
import type { MessageFacts, PersonFacts, Standing } from './facts.ts'
import { countOf, featureValue, textsOf } from './proofs.ts'

const points = { author: 25, company: 10, audience: 15, honesty: 20, tracking: 15, remote: 5, contents: 10 } as const

/** Who takes part in a message, and what it does. */
export const judgeContext = (features: readonly Feature[], facts: MessageFacts): FacetScore =>
  facetOf([
    author(facts),
    company(facts),
    audience(facts),
    ...honesty(features, facts),
    tracking(features),
    remote(features),
    ...contents(features),
  ])

const known: Readonly<Record<Standing, number>> = { confirmed: 25, met: 18, unknown: 0 }

function author({ author: person, own, listId }: MessageFacts): Contribution {
  const of = points.author
  if (own === 'sent') return reason('author', 'own', of, of)
  if (own === 'claimed') return reason('author', 'claims-to-be-you', 8, of, 'check-sender')
  if (person === null) return reason('author', 'nobody', 0, of, 'check-sender')
  if (person.pretends !== null) return reason('author', 'unknown', 0, of, 'look-at-address')
  const advice = person.standing === 'met' ? 'confirm-contact' : listId === null ? 'add-contact' : null
  return reason('author', person.standing, known[person.standing], of, advice)
}

/** Everybody else on the message: the share of them that the user knows. Who reads a list nobody knows. */
function company({ others, listId }: MessageFacts): Contribution {
  const of = points.company
  if (listId !== null) return reason('company', 'list', 0, of)
  if (others.length === 0) return reason('company', 'nobody-else', of, of)
  const met = others.filter(({ standing }) => standing !== 'unknown').length
  return reason('company', `${met} of ${others.length}`, part(of, met / others.length), of, 'add-contact')
}

/** The more people, the less a message is between them. */
const sizes: readonly (readonly [number, number])[] = [
  [2, 15],
  [4, 12],
  [9, 8],
  [30, 4],
]

function audience({ audience: size, listId }: MessageFacts): Contribution {
  const of = points.audience
  if (listId !== null) return reason('audience', 'list', 0, of)
  const won = sizes.find(([most]) => size <= most)?.[1] ?? 0
  return reason('audience', size, won, of, 'fewer-people')
}

/** A message that pretends to be another's loses more than it could win here. */
function honesty(features: readonly Feature[], { author: person }: MessageFacts): Contribution[] {
  const of = points.honesty
  const pretence = pretenceOf(features, person)
  if (pretence !== null) {
    return [
      reason('honesty', pretence.feature, 0, of, 'look-at-address'),
      loss(pretence.feature, pretence.value, pretence.feature === 'like-name' ? 15 : 40, 'look-at-address'),
    ]
  }
  const links = [...textsOf(features, 'link-mismatch'), ...textsOf(features, 'confused-link')]
  if (links.length > 0) {
    const feature = featureValue(features, 'link-mismatch') === undefined ? 'confused-link' : 'link-mismatch'
    return [reason('honesty', feature, 0, of, 'do-not-follow'), loss(feature, links, 20, 'do-not-follow')]
  }
  if (countOf(features, 'authors') > 1) return [reason('honesty', 'several-authors', 10, of, 'check-sender')]
  return [reason('honesty', 'nothing-found', of, of)]
}

type PretenceName = 'confused-domain' | 'name-address' | 'like-domain' | 'like-name'

/** Whom the message pretends to be from, by itself or against the user's own contacts. */
export function pretenceOf(
  features: readonly Feature[],
  person: PersonFacts | null,
): { readonly feature: PretenceName; readonly value: string } | null {
  for (const feature of ['confused-domain', 'name-address'] as const) {
    const [value] = textsOf(features, feature)
    if (value !== undefined) return { feature, value }
  }
  if (person?.pretends == null) return null
  const { kind, of } = person.pretends
  return { feature: kind === 'domain' ? 'like-domain' : 'like-name', value: of }
}

function tracking(features: readonly Feature[]): Contribution {
  const of = points.tracking
  const trackers = featureValue(features, 'trackers')
  if (trackers !== undefined) {
    return reason('trackers', featureValue(features, 'tracked-by') ?? trackers, 0, of, 'unsubscribe')
  }
  const receipt = featureValue(features, 'receipt')
  const counted = featureValue(features, 'counted-links')
  if (receipt !== undefined && counted !== undefined) return reason('receipt', receipt, 2, of, 'no-receipt')
  if (receipt !== undefined) return reason('receipt', receipt, 8, of, 'no-receipt')
  if (counted !== undefined) return reason('counted-links', counted, 6, of, 'unsubscribe')
  return reason('trackers', 'none', of, of)
}

function remote(features: readonly Feature[]): Contribution {
  const of = points.remote
  const found = featureValue(features, 'remote')
  if (found === undefined) return reason('remote', 'none', of, of)
  const kinds = typeof found === 'object' && found !== null ? Object.keys(found) : []
  return reason('remote', found, kinds.every((kind) => kind === 'image') ? 2 : 0, of, 'keep-blocked')
}

const dangerous = /\b(?:program|program-inside|disguised|double-end|turned-name)\b/

/** The worst of what it holds counts. */
function contents(features: readonly Feature[]): Contribution[] {
  const of = points.contents
  const files = textsOf(features, 'files')
  const forms = countOf(features, 'forms')
  const scripts = countOf(features, 'scripts')
  if (files.some((file) => dangerous.test(file))) {
    return [reason('contents', 'files', 0, of, 'do-not-open'), loss('files', files, 20, 'do-not-open')]
  }
  if (forms > 0) return [reason('forms', forms, 3, of, 'do-not-fill-in')]
  if (files.length > 0) return [reason('files', files, 4, of, 'do-not-open')]
  if (scripts > 0) return [reason('scripts', scripts, 6, of, 'keep-blocked')]
  return [reason('contents', 'nothing-found', of, of)]
}
