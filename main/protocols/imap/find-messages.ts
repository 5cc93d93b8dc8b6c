import type { ImapConnection } from './connection.ts'
import { isUid } from './numbers.ts'

/** The UIDs in [first, last] of the selected mailbox, ascending. */
export async function findUids(connection: ImapConnection, first: number, last: number): Promise<number[]> {
  if (last < first) return []
  const found = await connection.call((client) => client.search({ uid: `${first}:${last}` }, { uid: true }))
  // `n:*` and lies may name others than those asked for.
  return sortedUids(found).filter((uid) => uid >= first && uid <= last)
}

/** The UIDs of the newest messages of the selected mailbox, at most `count`, ascending; `total` as the server counts. */
export async function findNewest(connection: ImapConnection, total: number, count: number): Promise<number[]> {
  if (total === 0) return []
  const first = Math.max(1, total - count + 1)
  const found = await connection.call((client) => client.search({ seq: `${first}:*` }, { uid: true }))
  return sortedUids(found).slice(-count)
}

/** The UIDs of messages with this Message-ID (without angle brackets) in the selected mailbox, ascending. */
export async function findByMessageId(connection: ImapConnection, messageId: string): Promise<number[]> {
  const found = await connection.call((client) =>
    client.search({ header: { 'message-id': `<${messageId}>` } }, { uid: true }),
  )
  return sortedUids(found)
}

function sortedUids(found: unknown): number[] {
  return Array.isArray(found) ? [...new Set(found.filter(isUid))].sort((a, b) => a - b) : []
}
