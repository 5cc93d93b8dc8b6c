import { z } from 'zod'
import { certificateFacts, errorCode } from './errors.ts'
import { bytes, command, nothing, pageInput, pageOf, query } from './operation.ts'

/** What was spoken. `mail-in` and `mail-out` are IMAP and SMTP, `names` the Domain Name System. */
export const connectionService = z.enum(['mail-in', 'mail-out', 'web', 'names', 'unknown'])

/**
 * What a connection is for, as facts; the window makes words of them and links to account or message. Nothing of a web
 * address but its server is kept: the rest of it may name the person.
 */
export const errand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fetch-mail'), accountId: z.string() }),
  z.object({ kind: z.literal('send-mail'), accountId: z.string() }),
  /** servers and password are tried while an account is set up or changed */
  z.object({ kind: z.literal('try-account') }),
  /** the servers of an address of this domain are looked for */
  z.object({ kind: z.literal('find-servers'), domain: z.string() }),
  /** the person asked for the pictures of this message */
  z.object({ kind: z.literal('show-pictures'), messageId: z.string() }),
  /** the person asked to leave the list of this message */
  z.object({ kind: z.literal('leave-list'), messageId: z.string() }),
  /** keys and policies of a domain that mail says it comes from */
  z.object({ kind: z.literal('verify-mail'), domain: z.string() }),
  /** the filters that a mail server runs by itself, to be shown beside the rules */
  z.object({ kind: z.literal('read-filters'), accountId: z.string() }),
  /** whether there is a newer version of the program */
  z.object({ kind: z.literal('look-for-update') }),
  /** opened past the one place that may: refused, and a mistake in the program */
  z.object({ kind: z.literal('unexplained'), details: z.string() }),
])
export type Errand = z.output<typeof errand>

/** How a connection is protected: `TLSv1.3`, the cipher's name, and the certificate that the server showed. */
export const connectionProtection = z.object({
  protocol: z.string(),
  cipher: z.string(),
  certificate: certificateFacts.nullable(),
})
export type ConnectionProtection = z.output<typeof connectionProtection>

/** One connection, or one question to the Domain Name System. Bytes are those on the wire, 0 where nobody can know. */
export const connection = z.object({
  id: z.string(),
  service: connectionService,
  host: z.string(),
  port: z.number().int(),
  /** the address that answered; null before that, and when it is the system that asks */
  address: z.string().nullable(),
  errand,
  /** of `names`: the name that was asked for and the kind of record */
  question: z.string().nullable(),
  /** null: in the clear, or not known yet */
  protection: connectionProtection.nullable(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  openedAtMs: z.number().int(),
  closedAtMs: z.number().int().nullable(),
  outcome: z.enum(['opening', 'open', 'closed', 'failed']),
  problem: z.object({ code: errorCode, message: z.string() }).nullable(),
})
export type Connection = z.output<typeof connection>

/** Everything that went to one server, added up. */
export const contactedServer = z.object({
  service: connectionService,
  host: z.string(),
  port: z.number().int(),
  address: z.string().nullable(),
  /** what for, the latest first; the first few */
  errands: z.array(z.object({ errand, times: z.number().int(), lastAtMs: z.number().int() })),
  /** of the latest connection */
  protection: connectionProtection.nullable(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  times: z.number().int(),
  failed: z.number().int(),
  openNow: z.number().int(),
  lastAtMs: z.number().int(),
  problem: connection.shape.problem,
})
export type ContactedServer = z.output<typeof contactedServer>

/** What was not connected, and who wanted it. */
export const refusal = z.object({
  id: z.string(),
  host: z.string(),
  reason: z.enum(['offline', 'remote-content', 'tracker', 'unexplained']),
  /** the message that wanted it */
  messageId: z.string().nullable(),
  errand: errand.nullable(),
  times: z.number().int(),
  lastAtMs: z.number().int(),
})
export type Refusal = z.output<typeof refusal>

/** From this moment on (rounded down to the hour, and to the day for what is older than a week); without it, all. */
const since = { sinceMs: z.coerce.number().int().min(0).default(0) }

export const connections = {
  list: query(
    'Every server that was contacted: why, how protected, how much, when; the latest first',
    z.object({ ...since }),
    z.object({
      items: z.array(contactedServer),
      openNow: z.number().int(),
      bytesIn: z.number(),
      bytesOut: z.number(),
      /** connections refused, and in how many messages they stood */
      refused: z.number().int(),
      refusedIn: z.number().int(),
      offline: z.boolean(),
    }),
  ),
  hours: query(
    'How much was connected and moved, a bar for every so many hours, the oldest first; empty ones stand too',
    z.object({
      ...since,
      hoursPerBar: z.coerce.number().int().min(1).max(24).default(1),
      bars: z.coerce.number().int().min(1).max(168).default(24),
    }),
    z.object({
      items: z.array(
        z.object({ startMs: z.number().int(), bytesIn: z.number(), bytesOut: z.number(), times: z.number().int() }),
      ),
    }),
  ),
  events: query(
    'The last connections one by one, the latest first',
    z.object({ ...pageInput, host: z.string().max(253).optional() }),
    pageOf(connection),
  ),
  refused: query(
    'What was not connected, and who wanted it; the latest first',
    z.object({ ...pageInput, ...since }),
    pageOf(refusal),
  ),
  blocked: command(
    'Note what a shown message wanted to load and was not given; the same message counts once',
    z.object({
      messageId: z.string().max(200),
      hosts: z
        .array(
          z.object({ host: z.string().max(253), times: z.number().int().min(1).max(10_000), tracker: z.boolean() }),
        )
        .max(200),
    }),
    nothing,
  ),
  export: query(
    'Everything that is kept about connections, as JSON',
    nothing,
    z.object({ name: z.string(), type: z.string(), bytes }),
  ),
  forget: command('Forget every connection that has ended', nothing, nothing),
}
