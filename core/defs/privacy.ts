import { z } from 'zod'
import { recipient } from './drafts.ts'
import { command, nothing, query } from './operation.ts'

/** Who says so: the sender's own words, our own check, the user's provider, what the body shows, the user's own book. */
export const featureOrigin = z.enum(['header', 'verified', 'provider', 'body', 'book'])
export type FeatureOrigin = z.output<typeof featureOrigin>

/**
 * One fact about a message, named in doc/privacy-index.md. Extracted once, kept as it was found; `origin` decides what it
 * may raise: what the sender controls raises nothing in technic.
 */
export const feature = z.object({
  name: z.string().max(60),
  value: z.json(),
  origin: featureOrigin,
})
export type Feature = z.output<typeof feature>

export const facet = z.enum(['technic', 'context', 'comportment'])
export type Facet = z.output<typeof facet>

const score = z.number().int().min(0).max(100)

/** The index of one object: three facets and what sorts and names it. overall = min(round(mean), weakest + 15). */
export const privacyIndex = z.object({
  technic: score,
  context: score,
  comportment: score,
  overall: score,
})
export type PrivacyIndex = z.output<typeof privacyIndex>

/** One reason for points given or lost. `points` of a facet's contributions add up to its score; `of` is what could be. */
export const contribution = z.object({
  feature: z.string(),
  value: z.json(),
  points: z.number().int(),
  of: z.number().int(),
  /** what would win the missing points, as a name of doc/privacy-index.md; null when nothing is missing or can be done */
  advice: z.string().nullable(),
})
export type Contribution = z.output<typeof contribution>

export const facetScore = z.object({ score, contributions: z.array(contribution) })
export type FacetScore = z.output<typeof facetScore>

export const scoredKind = z.enum(['message', 'contact', 'discussion', 'draft', 'device', 'own'])

export const privacyExplanation = z.object({
  id: z.string(),
  kind: scoredKind,
  /** version of the rules */
  version: z.number().int(),
  overall: score,
  technic: facetScore,
  context: facetScore,
  comportment: facetScore,
  /** the message of a discussion that holds its index down, null elsewhere */
  weakestMessageId: z.string().nullable(),
  /** checks that could not be made yet, by name (`dkim`: no answer from the DNS) */
  pending: z.array(z.string()),
})
export type PrivacyExplanation = z.output<typeof privacyExplanation>

/** Something remote in a message, or something that would report on the reader. Never loaded by itself. */
export const remoteContent = z.object({
  kind: z.enum(['image', 'font', 'style', 'media', 'frame', 'form', 'link', 'receipt', 'prefetch', 'other']),
  address: z.string(),
  host: z.string(),
  tracker: z.boolean(),
  /** why it was classed so: a name of the rule */
  reason: z.string(),
  company: z.string().nullable(),
})
export type RemoteContent = z.output<typeof remoteContent>

export const trackerReport = z.object({
  id: z.string(),
  items: z.array(remoteContent),
  trackers: z.number().int(),
  images: z.number().int(),
  /** the domain whose DKIM signature passed and that the pictures may always be shown from; null if none */
  provenDomain: z.string().nullable(),
  alwaysShow: z.boolean(),
})
export type TrackerReport = z.output<typeof trackerReport>

/** Where scoring everything anew stands. */
export const privacyStatus = z.object({
  version: z.number().int(),
  messages: z.number().int(),
  /** scored by older rules or not at all */
  stale: z.number().int(),
  /** waiting for an answer from the DNS */
  pending: z.number().int(),
})
export type PrivacyStatus = z.output<typeof privacyStatus>

export const privacy = {
  explain: query(
    'The privacy index of messages, contacts or discussions, with every reason',
    z.object({ kind: scoredKind.default('message'), ids: z.array(z.string()).min(1).max(200) }),
    z.object({ items: z.array(privacyExplanation) }),
  ),
  features: query(
    'The facts that a message is judged by',
    z.object({ id: z.string() }),
    z.object({ id: z.string(), items: z.array(feature) }),
  ),
  draft: query(
    'What the index of a message being written would be',
    z.object({
      to: z.array(recipient),
      cc: z.array(recipient).default([]),
      bcc: z.array(recipient).default([]),
      subject: z.string().default(''),
      html: z.string().nullable().default(null),
      attachments: z.array(z.object({ name: z.string(), type: z.string() })).default([]),
    }),
    privacyExplanation,
  ),
  trackers: query(
    'What is remote in a message, and who would learn of its reading',
    z.object({ id: z.string() }),
    trackerReport,
  ),
  alwaysShow: command(
    'Show the pictures of a domain from now on; only one that a DKIM signature proves',
    z.object({ messageId: z.string(), show: z.boolean() }),
    trackerReport,
  ),
  silence: command(
    'Give an advice no more for some time',
    z.object({
      kind: scoredKind,
      id: z.string(),
      advice: z.string(),
      days: z.number().int().min(1).max(3650).default(30),
    }),
    nothing,
  ),
  status: query('Where scoring stands', nothing, privacyStatus),
}
