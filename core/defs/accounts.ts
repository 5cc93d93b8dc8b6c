import { z } from 'zod'
import { command, nothing, query } from './operation.ts'

/** `tls`: TLS from the first byte; `starttls`: required, never fallen back from; `none`: loopback only. */
export const security = z.enum(['tls', 'starttls', 'none'])

export const server = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  security,
  user: z.string().max(320),
})
export type Server = z.output<typeof server>

export const signature = z.object({ text: z.string().max(20_000), html: z.string().max(200_000) })

/** Who writes Authentication-Results: mostly a host name (RFC 8601 section 2.5). */
const authservId = z.string().trim().toLowerCase().min(1).max(253)
const authservIds = z.array(authservId).max(20)

/** An identity of the user: address, name, servers. Credentials are kept elsewhere, by account id. `local` has no server. */
export const account = z.object({
  id: z.string(),
  protocol: z.enum(['imap', 'local']),
  address: z.string().max(320),
  /** the name that goes into From */
  name: z.string().max(200),
  /** what the window calls it */
  label: z.string().max(200),
  imap: server.nullable(),
  smtp: server.nullable(),
  signature: signature.nullable(),
  paused: z.boolean(),
  /** SHA-256 of a certificate that the user chose to trust by hand, hex; null = the system's trust alone */
  trustedCertificate: z.string().nullable(),
  /** the names that the user's provider signs its Authentication-Results with (RFC 8601); only they count */
  trustedAuthservIds: authservIds.default([]),
  createdAtMs: z.number().int(),
})
export type Account = z.output<typeof account>

/** `address` of a `local` account alone: that of a mailbox on a server is what it was added by. */
const changeable = account.omit({ trustedAuthservIds: true }).extend({ trustedAuthservIds: authservIds }).pick({
  address: true,
  name: true,
  label: true,
  imap: true,
  smtp: true,
  signature: true,
  paused: true,
  trustedAuthservIds: true,
})

export const discoveryAttempt = z.object({
  /** `srv`, `autoconfig`, `provider`, `mx`, `guess` */
  method: z.enum(['srv', 'autoconfig', 'provider', 'mx', 'guess']),
  what: z.string(),
  outcome: z.enum(['found', 'nothing', 'failed', 'skipped']),
  details: z.string().optional(),
})

export const discovered = z.object({
  imap: server.nullable(),
  smtp: server.nullable(),
  attempts: z.array(discoveryAttempt),
})
export type Discovered = z.output<typeof discovered>

/** `messages`: in how many it stands where only the user's own provider can have put it. */
export const authservSuggestion = z.object({
  authservId: z.string(),
  messages: z.number().int(),
  /** in how many it stands anywhere, the senders' own inventions included */
  anywhere: z.number().int(),
  trusted: z.boolean(),
})
export type AuthservSuggestion = z.output<typeof authservSuggestion>

export const accounts = {
  list: query('All accounts', nothing, z.object({ items: z.array(account) })),
  get: query('One account', z.object({ id: z.string() }), account),
  discover: query('Find the servers of an address', z.object({ address: z.string().max(320) }), discovered),
  add: command(
    'Add an account: the servers are tried first, the password goes to the keychain',
    z.object({
      address: z.string().max(320),
      name: z.string().max(200).default(''),
      label: z.string().max(200).optional(),
      password: z.string().max(10_000),
      imap: server.partial({ user: true }).optional(),
      smtp: server.partial({ user: true }).optional(),
      trustedCertificate: z.string().optional(),
      /** add it even if the servers cannot be reached now; a refused password is still an error */
      allowOffline: z.boolean().default(false),
    }),
    account,
  ),
  update: command(
    'Change fields of an account; `from` is the state that the change started from',
    z.object({
      id: z.string(),
      from: changeable.partial(),
      set: changeable.partial(),
      password: z.string().max(10_000).optional(),
    }),
    account,
  ),
  trust: command(
    'Choose whose Authentication-Results count for an account: the names that its provider signs them with',
    z.object({ id: z.string(), authservIds }),
    account,
  ),
  suggestTrust: query(
    'Who wrote Authentication-Results into the mail of an account, the most frequent first',
    z.object({ id: z.string() }),
    z.object({
      items: z.array(authservSuggestion),
      /** messages that were looked at */
      messages: z.number().int(),
    }),
  ),
  remove: command(
    'Remove an account from this computer; nothing is deleted on its server',
    z.object({ id: z.string(), keepMessages: z.boolean().default(false) }),
    nothing,
  ),
}
