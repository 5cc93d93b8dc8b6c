import { z } from 'zod'
import { command, nothing, query } from './operation.ts'

/**
 * How a check ended. `unknown`: it can't be told, and never will be by this message alone (a key that is gone, no hop to
 * be trusted): neither good nor bad. `pending`: no answer from the DNS yet; it is tried again.
 */
export const authenticationResult = z.enum([
  'pass',
  'fail',
  /** SPF: the domain asks to be wary (RFC 7208 section 8.5) */
  'softfail',
  'neutral',
  /** nothing to check: no signature, no published policy */
  'none',
  'unknown',
  'pending',
])
export type AuthenticationResult = z.output<typeof authenticationResult>

/** Why a result is what it is; each is explained in doc/authentication.md. */
export const authenticationReason = z.enum([
  /** the body is not the one that was signed */
  'body-changed',
  /** the headers are not those that were signed */
  'headers-changed',
  /** the headers or the key changed: the key of that day is not known any more */
  'key-or-headers-changed',
  'no-key',
  /** no key now, and the message is old: keys are taken down after some time */
  'key-gone',
  'key-revoked',
  'key-unusable',
  'weak-key',
  /** SHA-1 (RFC 8301) */
  'weak-algorithm',
  'expired',
  'from-not-signed',
  /** an l= tag leaves the end of the body to anybody */
  'partly-signed',
  'unreadable-signature',
  /** more signatures than are looked at */
  'too-many-signatures',
  'headers-too-big',
  'too-big',
  'took-too-long',
  'too-many-questions',
  /** the DNS answered with more than any record holds, or with what is no answer */
  'bad-answer',
  'no-answer',
  'offline',
  'switched-off',
  /** no Received line that the user's provider surely wrote */
  'no-trusted-hop',
  'no-sender',
  /** From names nobody, or people of several domains */
  'no-author',
  'several-authors',
  /** nothing that passed speaks for the domain of the author */
  'not-aligned',
  'broken-chain',
  /** the chain holds, but anybody can seal one: none of its sealers is known */
  'unknown-sealer',
  /** a known sealer, who had not found the author proven either */
  'not-vouched',
  'bad-policy',
  /** old mail: what the domain published on that day is not known any more */
  'policy-gone',
  /** the domain is only trying signatures out (t=y) */
  'testing',
])
export type AuthenticationReason = z.output<typeof authenticationReason>

const checkFacts = {
  result: authenticationResult,
  /** who is vouched for: d= of DKIM, the domain of the envelope for SPF, of the author for DMARC, of the last sealer for ARC */
  domain: z.string().max(255).nullable(),
  /** whether that is the domain of the author, or of the same organisation (DMARC's relaxed alignment) */
  aligned: z.boolean(),
  reason: authenticationReason.nullable(),
}

/** One DKIM signature among others. */
export const signatureFact = z.object({ ...checkFacts, selector: z.string().max(255).nullable() })
export type SignatureFact = z.output<typeof signatureFact>

/**
 * Value of the features `dkim`, `spf`, `dmarc` and `arc`. Of several DKIM signatures the one counts that says most: one
 * that passes for the author's domain, then one that passes for another; the rest stand in `others`.
 */
export const authenticationFact = z.object({
  ...checkFacts,
  selector: z.string().max(255).nullable().optional(),
  others: z.array(signatureFact).max(20).optional(),
  /** DMARC: what the domain asks for (`none`, `quarantine`, `reject`) */
  policy: z.string().max(20).nullable().optional(),
  /** the authserv-id of the provider who says so; null where we found out ourselves */
  by: z.string().max(255).nullable(),
  /** by which version of the checks and which trusted providers it was found; what differs is checked again */
  rules: z.string().max(100).optional(),
})
export type AuthenticationFact = z.output<typeof authenticationFact>

/** Value of the feature `tls` of origin `provider`: the way into the user's provider and inside, as its own lines say. */
export const hopsFact = z.object({
  /** protected hops and all hops among the provider's own lines */
  protected: z.number().int(),
  hops: z.number().int(),
  /** of the hop from outside: `1.3`; null when it was in the clear or not said */
  version: z.string().max(20).nullable(),
  cipher: z.string().max(100).nullable(),
  /** the host whose line says so */
  by: z.string().max(255),
})
export type HopsFact = z.output<typeof hopsFact>

/** What the DNS said of a name, kept so that a message that is checked again gets the same answer as on its own day. */
export const nameAnswerSpan = z.object({
  /** days since 1970 (UTC) that it stands for, both ends inclusive */
  fromDay: z.number().int(),
  toDay: z.number().int(),
  /** when it was first and last heard */
  firstAskedMs: z.number().int(),
  lastAskedMs: z.number().int(),
  /** TXT: the strings of a record joined; MX: `10 mx.example.org`; null: there is none */
  records: z.array(z.string()).nullable(),
  /** of none: whether the name itself exists */
  exists: z.boolean(),
})

/** `id`: `TXT sel._domainkey.example.org` */
export const nameAnswer = z.object({ id: z.string(), spans: z.array(nameAnswerSpan) })
export type KeptAnswer = z.output<typeof nameAnswer>

/** A message whose check waits for an answer from the DNS. `id` is the message's. */
export const pendingCheck = z.object({
  id: z.string(),
  attempts: z.number().int(),
  sinceMs: z.number().int(),
  retryAtMs: z.number().int(),
})
export type PendingCheck = z.output<typeof pendingCheck>

export const authentication = {
  verify: command(
    'Check the signatures of messages: those named, or all that were not checked yet; answers when done',
    z.object({
      messageIds: z.array(z.string()).max(10_000).optional(),
      /** `new`: what came in since the program started */
      only: z.enum(['new', 'all']).default('all'),
      /** stop after so long; what is left is done later */
      withinMs: z.number().int().min(100).optional(),
    }),
    z.object({
      checked: z.number().int(),
      /** wait for an answer from the DNS */
      pending: z.number().int(),
      /** not looked at: out of time, or the DNS can't be reached */
      left: z.number().int(),
      /** whether the DNS may be asked: not when the user is offline or has switched it off */
      mayAsk: z.boolean(),
    }),
  ),
  status: query(
    'Where the checking of signatures stands',
    nothing,
    z.object({ pending: z.number().int(), mayAsk: z.boolean(), running: z.boolean() }),
  ),
}
