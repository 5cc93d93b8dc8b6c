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

/** How sure it is whom a message is from; shown as one chip. */
export const authenticity = z.object({
  /**
   * `own`: the user's own copy. `signed-verified`: by a key that the user compared. `domain`: the domain is proven.
   * `via-list`: a list that is proven vouches. `look-alike`: it pretends to be somebody else. `broken`: an end-to-end
   * signature does not fit.
   */
  kind: z.enum(['own', 'signed-verified', 'signed', 'domain', 'via-list', 'unconfirmed', 'look-alike', 'broken']),
  /** who is proven, or who signed */
  domain: z.string().nullable(),
  /** whom it pretends to be, or whose name it bears */
  of: z.string().nullable(),
  /** waits for an answer from the DNS */
  pending: z.boolean(),
})
export type Authenticity = z.output<typeof authenticity>

export const protection = z.object({
  kind: z.enum(['encrypted', 'partly', 'none']),
  /** what is usual between these people: where it is encryption, a message without it is worth a warning */
  usual: z.enum(['encrypted', 'none']),
})

/** What the head of a message and the bar above it show. */
export const privacyCard = z.object({
  id: z.string(),
  authenticity,
  protection,
  trackers: z.number().int(),
  /** pictures and other things that would be fetched, trackers left out */
  remote: z.number().int(),
  receipt: z.boolean(),
  /** whether pictures may be shown without asking: the domain is proven, and the user said so */
  showPictures: z.boolean(),
  /** files that need a second look, by their place among the attachments, and why */
  riskyFiles: z.array(z.object({ index: z.number().int(), reasons: z.array(z.string()) })),
})
export type PrivacyCard = z.output<typeof privacyCard>

const level = z.number().int().min(0).max(4)

/** A person's habits as they show in the latest messages, in fifths (core/privacy). `id`: the address, lower case. */
export const habit = z.object({
  id: z.string(),
  messages: z.number().int(),
  encrypts: level,
  signs: level,
  proven: level,
  quiet: level,
  mutual: level,
  offersKey: z.boolean(),
  answersInClear: level,
})

/** A domain whose pictures are always shown, where a message is proven to be from there. */
export const shownDomain = z.object({ id: z.string() })

/** An advice that is not given for some time. `id`: `<kind>:<id>:<advice>` */
export const silencedAdvice = z.object({ id: z.string(), untilMs: z.number().int() })

/** Where scoring everything anew stands. */
export const privacyStatus = z.object({
  version: z.number().int(),
  messages: z.number().int(),
  /** scored by older rules or not at all */
  stale: z.number().int(),
  /** waiting for an answer from the DNS */
  pending: z.number().int(),
})

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
  card: query(
    'How sure the sender of messages is, how they are protected, and what they would load',
    z.object({ ids: z.array(z.string()).min(1).max(500) }),
    z.object({ items: z.array(privacyCard) }),
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
