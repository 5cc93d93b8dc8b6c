import type { ListResponse, StatusObject } from 'imapflow'
import type { MailboxRole } from '../../../core/defs/index.ts'
import type { ImapConnection } from './connection.ts'
import { imapLimits } from './limits.ts'
import { boundedUid } from './numbers.ts'

/** What STATUS says of a mailbox (RFC 9051 6.3.11, RFC 7162). Numbers are bounded; null: the server does not say. */
export interface MailboxStatus {
  readonly total: number
  readonly unseen: number | null
  readonly uidNext: number
  readonly uidValidity: string
  readonly highestModSeq: string | null
}

export interface ListedMailbox {
  /** decoded, parts parted by `delimiter` */
  readonly path: string
  readonly name: string
  readonly delimiter: string
  readonly role: MailboxRole | null
  readonly subscribed: boolean
  readonly selectable: boolean
  readonly status: MailboxStatus | null
}

const roles: Readonly<Record<string, MailboxRole>> = {
  '\\Inbox': 'inbox',
  '\\Drafts': 'drafts',
  '\\Sent': 'sent',
  '\\Archive': 'archive',
  '\\Junk': 'junk',
  '\\Trash': 'trash',
  '\\All': 'all',
  '\\Flagged': 'flagged',
}

/** LIST with STATUS in one round trip where the server can (RFC 5819): enough to see which mailboxes changed. */
export async function listMailboxes(connection: ImapConnection): Promise<ListedMailbox[]> {
  const listed = await connection.call((client) =>
    client.list({
      statusQuery: {
        messages: true,
        unseen: true,
        uidNext: true,
        uidValidity: true,
        ...(connection.abilities.condstore ? { highestModseq: true } : {}),
      },
    }),
  )
  const seen = new Set<string>()
  const taken = new Set<MailboxRole>()
  const mailboxes: ListedMailbox[] = []
  for (const entry of listed.slice(0, imapLimits.maxMailboxes)) {
    if (entry.path === '' || entry.path.length > imapLimits.maxPathLength || seen.has(entry.path)) continue
    if (hasFlag(entry, '\\NonExistent') && !hasFlag(entry, '\\HasChildren')) continue
    seen.add(entry.path)
    const role = entry.specialUse === undefined ? null : (roles[entry.specialUse] ?? null)
    mailboxes.push({
      path: entry.path,
      name: entry.name || entry.path,
      delimiter: entry.delimiter || '/',
      role: role !== null && !taken.has(role) ? role : null,
      subscribed: entry.subscribed === true, // left out for what is not listed as subscribed
      selectable: !hasFlag(entry, '\\Noselect') && !hasFlag(entry, '\\NonExistent'),
      status: readStatus(entry.status),
    })
    if (role !== null) taken.add(role)
  }
  return mailboxes
}

function hasFlag(entry: ListResponse, flag: string): boolean {
  return [...entry.flags].some((each) => each.toLowerCase() === flag.toLowerCase())
}

function readStatus(status: StatusObject | undefined): MailboxStatus | null {
  if (status === undefined || typeof status !== 'object' || status === null) return null
  if (status.uidValidity === undefined || status.uidNext === undefined) return null
  return {
    total: boundedUid(status.messages),
    unseen: status.unseen === undefined ? null : boundedUid(status.unseen),
    uidNext: boundedUid(status.uidNext),
    uidValidity: status.uidValidity.toString(),
    highestModSeq: status.highestModseq === undefined ? null : status.highestModseq.toString(),
  }
}
