import { fail } from '../../../core/defs/index.ts'
import type { ImapConnection } from './connection.ts'
import { imapLimits } from './limits.ts'
import { isUid, readFlags, sequenceSet } from './numbers.ts'

export interface FlagState {
  readonly uid: number
  /** sorted */
  readonly flags: readonly string[]
}

/**
 * What changed in the selected mailbox after a mod-sequence, within UIDs [first, last] (RFC 7162 3.1.4.1, 3.2.6).
 * `vanished` is null where the server has no QRESYNC: what is gone has to be found by comparing.
 */
export async function changedSince(
  connection: ImapConnection,
  range: { readonly first: number; readonly last: number },
  modSeq: string,
): Promise<{ readonly flags: FlagState[]; readonly vanished: number[] | null }> {
  if (range.last < range.first) return { flags: [], vanished: connection.abilities.qresync ? [] : null }
  const vanished = new Set<number>()
  const stop = connection.onVanished((uid) => {
    if (uid >= range.first && uid <= range.last) vanished.add(uid)
    if (vanished.size > imapLimits.maxVanished) connection.close()
  })
  try {
    const flags = await fetchFlagRows(
      connection,
      `${range.first}:${range.last}`,
      BigInt(modSeq),
      imapLimits.maxVanished,
    )
    return { flags, vanished: connection.abilities.qresync ? [...vanished] : null }
  } finally {
    stop()
  }
}

/** The flags of these UIDs as they are now; what is gone is left out. */
export function fetchFlags(connection: ImapConnection, uids: readonly number[]): Promise<FlagState[]> {
  return uids.length === 0 ? Promise.resolve([]) : fetchFlagRows(connection, sequenceSet(uids), null, uids.length)
}

/** The flags of every message with a UID in [first, last]. */
export function fetchFlagsBetween(connection: ImapConnection, first: number, last: number): Promise<FlagState[]> {
  return fetchFlagRows(connection, `${first}:${last}`, null, last - first + 1)
}

async function fetchFlagRows(
  connection: ImapConnection,
  range: string,
  modSeq: bigint | null,
  expected: number,
): Promise<FlagState[]> {
  return connection.call(async (client) => {
    const found = new Map<number, FlagState>()
    let rows = 0
    const query = { uid: true, flags: true, labels: connection.abilities.labels }
    for await (const row of client.fetch(range, query, {
      uid: true,
      ...(modSeq === null ? {} : { changedSince: modSeq }),
    })) {
      rows += 1
      if (rows > expected * 2 + 1000) throw tooMany(connection)
      if (!isUid(row.uid) || row.flags === undefined) continue
      found.set(row.uid, { uid: row.uid, flags: readFlags(row.flags, row.labels) })
    }
    return [...found.values()]
  })
}

/** A server that answers without end would fill the memory: the connection is given up. */
export function tooMany(connection: ImapConnection): Error {
  connection.close()
  return fail(
    'refused',
    `The server ${connection.server} answered with more than was asked for. Nothing was changed.`,
    {
      server: connection.server,
    },
  )
}
