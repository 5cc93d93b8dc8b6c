import { z } from 'zod'
import { command, nothing, query } from './operation.ts'

/** Special use of a mailbox (RFC 6154), `inbox` added. */
export const mailboxRole = z.enum(['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'all', 'flagged'])
export type MailboxRole = z.output<typeof mailboxRole>

/** How far sync has come in one mailbox of a server (RFC 3501, RFC 7162). */
export const mailboxSyncState = z.object({
  uidValidity: z.string(),
  uidNext: z.number().int(),
  /** RFC 7162 HIGHESTMODSEQ as decimal text; null where the server has no CONDSTORE */
  highestModSeq: z.string().nullable(),
  /** everything with a UID at or above this has been fetched; 1 = complete */
  oldestFetchedUid: z.number().int(),
  total: z.number().int(),
})
export type MailboxSyncState = z.output<typeof mailboxSyncState>

/** The stored record of a mailbox. `path` is unique in an account, parts parted by `delimiter`. */
export const mailbox = z.object({
  id: z.string(),
  accountId: z.string(),
  path: z.string().min(1).max(1000),
  name: z.string(),
  delimiter: z.string(),
  role: mailboxRole.nullable(),
  subscribed: z.boolean(),
  /** false for a node that holds only other mailboxes (\Noselect) */
  selectable: z.boolean(),
  sync: mailboxSyncState.nullable(),
})
export type Mailbox = z.output<typeof mailbox>

/** A mailbox as lists show it, with its counts (messages). */
export const mailboxSummary = mailbox.omit({ sync: true }).extend({
  total: z.number().int(),
  unread: z.number().int(),
})
export type MailboxSummary = z.output<typeof mailboxSummary>

export const mailboxes = {
  list: query(
    'Mailboxes of one account or of all, with counts',
    z.object({ accountId: z.string().optional() }),
    z.object({ items: z.array(mailboxSummary) }),
  ),
  create: command(
    'Create a mailbox, here at once and on the server when it can be reached',
    z.object({ accountId: z.string(), path: z.string().min(1).max(1000) }),
    mailboxSummary,
  ),
  rename: command(
    'Rename or move a mailbox',
    z.object({ id: z.string(), path: z.string().min(1).max(1000) }),
    mailboxSummary,
  ),
  remove: command('Delete a mailbox; its messages go to the bin first', z.object({ id: z.string() }), nothing),
}
