import type { FetchQueryObject } from 'imapflow'
import { tooMany } from './changed-since.ts'
import type { ImapConnection } from './connection.ts'
import { boundedUid, isUid, readFlags, sequenceSet } from './numbers.ts'

/** One message as it is listed, without its content. */
export interface ListedMessage {
  readonly uid: number
  /** sorted */
  readonly flags: readonly string[]
  /** INTERNALDATE; null if unreadable */
  readonly receivedMs: number | null
  /** RFC822.SIZE, as the server claims */
  readonly sizeBytes: number
  /** Message-ID without angle brackets; null if there is none */
  readonly messageId: string | null
}

export interface MessageHeaders extends ListedMessage {
  /** the header block as the server has it */
  readonly header: Uint8Array
}

const listing: FetchQueryObject = { uid: true, flags: true, internalDate: true, size: true }

/** What there is to know before deciding what to fetch: small, and from the server's cache. Missing UIDs are left out. */
export async function listMessages(connection: ImapConnection, uids: readonly number[]): Promise<ListedMessage[]> {
  const rows = await fetchRows(connection, uids, { ...listing, headers: ['message-id'] })
  return rows.map(({ header: _, ...row }) => row)
}

/** The header blocks of these messages, ascending by UID; what is gone is left out. */
export async function fetchHeaders(connection: ImapConnection, uids: readonly number[]): Promise<MessageHeaders[]> {
  return fetchRows(connection, uids, { ...listing, headers: true })
}

async function fetchRows(
  connection: ImapConnection,
  uids: readonly number[],
  query: FetchQueryObject,
): Promise<MessageHeaders[]> {
  if (uids.length === 0) return []
  const asked = new Set(uids)
  return connection.call(async (client) => {
    const found = new Map<number, MessageHeaders>()
    let rows = 0
    for await (const row of client.fetch(
      sequenceSet(uids),
      { ...query, labels: connection.abilities.labels },
      { uid: true },
    )) {
      rows += 1
      if (rows > asked.size * 2 + 1000) throw tooMany(connection)
      if (!isUid(row.uid) || !asked.has(row.uid) || row.headers === undefined) continue
      found.set(row.uid, {
        uid: row.uid,
        flags: readFlags(row.flags, row.labels),
        receivedMs: readDate(row.internalDate),
        sizeBytes: boundedUid(row.size),
        messageId: readMessageId(row.headers),
        header: row.headers,
      })
    }
    return [...found.values()].sort((a, b) => a.uid - b.uid)
  })
}

export function readDate(value: Date | string | undefined): number | null {
  const ms = value instanceof Date ? value.getTime() : Date.parse(value ?? '')
  return Number.isFinite(ms) ? ms : null
}

/** The identifier in the Message-ID header of a header block, folded or not, without its angle brackets. */
function readMessageId(header: Uint8Array): string | null {
  const text = Buffer.from(header.buffer, header.byteOffset, header.byteLength).toString('latin1')
  const value = /^message-id:[ \t]*((?:[^\r\n]|\r?\n[ \t])*)/im.exec(text)?.[1]?.replaceAll(/\r?\n/g, '').trim() ?? ''
  const id = /<([^<>]+)>/.exec(value)?.[1] ?? value
  return id.trim() === '' ? null : id.trim()
}
