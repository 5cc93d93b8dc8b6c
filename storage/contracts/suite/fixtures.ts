import { createHash } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import type { Account, Mailbox, MailboxRole, Message } from '../../../core/defs/index.ts'
import type { ChangeSet, CommitResult, EncodedBlob, SearchRow, Stores } from '../index.ts'

/** 2024-01-01T00:00:00Z: messages of the tests count from here. */
export const dayZeroMs = 1_704_067_200_000

export const noFlags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false }

export function account(id: string): Account {
  return {
    id,
    protocol: 'imap',
    address: `${id}@example.org`,
    name: 'Zoë Ångström',
    label: id,
    imap: { host: 'imap.example.org', port: 993, security: 'tls', user: id },
    smtp: null,
    signature: null,
    paused: false,
    trustedCertificate: null,
    trustedAuthservIds: [],
    createdAtMs: dayZeroMs,
  }
}

export function mailbox(id: string, role: MailboxRole | null = null, accountId = 'a'): Mailbox {
  return {
    id,
    accountId,
    path: id,
    name: id,
    delimiter: '/',
    role,
    subscribed: true,
    selectable: true,
    sync: null,
  }
}

/** A message `at` seconds after day zero, alone in a thread of its own name unless said otherwise. */
export function message(id: string, at: number, fields: Partial<Message> = {}): Message {
  return {
    id,
    threadId: `t-${id}`,
    dateMs: dayZeroMs + at * 1000,
    receivedMs: dayZeroMs + at * 1000,
    sortMs: dayZeroMs + at * 1000,
    subject: `Subject of ${id}`,
    excerpt: `Excerpt of ${id}`,
    participants: [
      { type: 'from', address: `${id}@Example.org`, label: `Writer of ${id}` },
      { type: 'to', address: 'me+tag@example.org', label: '' },
    ],
    attachments: [],
    messageId: `${id}@mid`,
    inReplyTo: [],
    references: [],
    listId: null,
    sizeBytes: 1234,
    bodyState: 'full',
    problem: null,
    copies: [],
    flags: noFlags,
    hasLink: false,
    hasInvite: false,
    participantSetId: '',
    own: false,
    privacy: null,
    importance: 0,
    correction: null,
    ...fields,
  }
}

export function searchRow(messageId: string, body = 'words'): SearchRow {
  return { messageId, subject: 'subject', from: 'from', to: 'to', cc: '', body, files: '' }
}

export function blob(text: string | Uint8Array, codec: 'zstd' | 'raw' = 'zstd'): EncodedBlob {
  const raw = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return {
    hash: createHash('sha256').update(raw).digest('hex'),
    codec,
    bytes: codec === 'raw' ? raw : Uint8Array.from(zstdCompressSync(raw)),
    sizeBytes: raw.byteLength,
  }
}

/** An account `a` with inbox, sent, archive, junk and trash, named for their roles. */
export async function prepare(stores: Stores): Promise<void> {
  const roles = ['inbox', 'sent', 'archive', 'junk', 'trash'] as const
  await commit(stores, {
    recordInserts: [
      { noun: 'account', value: account('a') },
      ...roles.map((role) => ({ noun: 'mailbox', value: mailbox(role, role) }) as const),
    ],
  })
}

export async function commit(stores: Stores, changes: ChangeSet): Promise<void> {
  const result: CommitResult = await stores.commit(changes)
  if (!result.ok) throw new Error(`conflict: ${JSON.stringify(result.conflict)}`)
}

/** Puts messages into a mailbox. */
export function add(stores: Stores, mailboxId: string, ...messages: Message[]): Promise<void> {
  return commit(stores, {
    messages,
    membershipAdds: messages.map(({ id }) => ({ mailboxId, messageId: id })),
    search: messages.map(({ id }) => searchRow(id)),
  })
}

export async function listed(stores: Stores, view: string, unread?: boolean): Promise<string[]> {
  return (await stores.messages.list({ view, unread, limit: 100 })).items.map((item) => item.id)
}

export async function threadsIn(stores: Stores, view: string, unread?: boolean): Promise<string[]> {
  return (await stores.threads.list({ view, unread, limit: 100 })).items.map((item) => item.id)
}

export async function counts(stores: Stores, mailboxId: string): Promise<[total: number, unread: number]> {
  const [found] = await stores.mailboxes.counts([mailboxId])
  if (found === undefined) throw new Error(`no counts of ${mailboxId}`)
  return [found.total, found.unread]
}
