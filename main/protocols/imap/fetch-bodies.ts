import { tooMany } from './changed-since.ts'
import type { ImapConnection } from './connection.ts'
import { readDate } from './fetch-headers.ts'
import { imapLimits } from './limits.ts'
import { isUid, readFlags, sequenceSet } from './numbers.ts'

export interface MessageBody {
  readonly uid: number
  readonly flags: readonly string[]
  readonly receivedMs: number | null
  /** the whole message, byte for byte */
  readonly bytes: Uint8Array
}

/** Whole messages in one round trip, ascending by UID; what is gone is left out. Bounded by `splitBySize`. */
export async function fetchBodies(connection: ImapConnection, uids: readonly number[]): Promise<MessageBody[]> {
  if (uids.length === 0) return []
  const asked = new Set(uids)
  return connection.call(async (client) => {
    const found = new Map<number, MessageBody>()
    const { labels } = connection.abilities
    const query = { uid: true, flags: true, labels, internalDate: true, source: true }
    let rows = 0
    for await (const row of client.fetch(sequenceSet(uids), query, { uid: true })) {
      rows += 1
      if (rows > asked.size * 2 + 1000) throw tooMany(connection)
      if (!isUid(row.uid) || !asked.has(row.uid) || row.source === undefined) continue
      found.set(row.uid, {
        uid: row.uid,
        flags: readFlags(row.flags, row.labels),
        receivedMs: readDate(row.internalDate),
        bytes: row.source,
      })
    }
    return [...found.values()].sort((a, b) => a.uid - b.uid)
  })
}

/** Groups for `fetchBodies`, in the order given: bounded in bytes and number; a big message stands alone. */
export function splitBySize<T extends { readonly sizeBytes: number }>(messages: readonly T[]): T[][] {
  const groups: T[][] = []
  let group: T[] = []
  let bytes = 0
  for (const message of messages) {
    const full = bytes + message.sizeBytes > imapLimits.bodyBatchBytes || group.length >= imapLimits.bodyBatchMessages
    if (group.length > 0 && full) {
      groups.push(group)
      ;[group, bytes] = [[], 0]
    }
    group.push(message)
    bytes += message.sizeBytes
  }
  if (group.length > 0) groups.push(group)
  return groups
}
