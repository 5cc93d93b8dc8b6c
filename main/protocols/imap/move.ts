import { fail } from '../../../core/defs/index.ts'
import type { ImapConnection } from './connection.ts'
import { isUid, sequenceSet } from './numbers.ts'

/** Where messages went: old UID to new, as far as the server says (UIDPLUS); and the UIDVALIDITY it speaks of. */
export interface Moved {
  readonly uids: ReadonlyMap<number, number>
  readonly uidValidity: string | null
}

/** UID MOVE from the selected mailbox (RFC 6851); COPY, \Deleted and UID EXPUNGE where there is no MOVE. */
export async function moveMessages(connection: ImapConnection, uids: readonly number[], to: string): Promise<Moved> {
  const moved = await connection.call((client) => client.messageMove(sequenceSet(uids), to, { uid: true }))
  if (!moved) {
    throw fail('refused', `The server ${connection.server} did not move this to “${to}”. It stays where it is.`, {
      server: connection.server,
    })
  }
  const pairs = [...(moved.uidMap ?? new Map<number, number>())].filter(([from, into]) => isUid(from) && isUid(into))
  return { uids: new Map(pairs), uidValidity: moved.uidValidity?.toString() ?? null }
}

/** Deletes for good from the selected mailbox: \Deleted and UID EXPUNGE; without UIDPLUS everything marked \Deleted goes. */
export async function deleteMessages(connection: ImapConnection, uids: readonly number[]): Promise<void> {
  const deleted = await connection.call((client) => client.messageDelete(sequenceSet(uids), { uid: true }))
  if (!deleted) {
    throw fail('refused', `The server ${connection.server} did not delete this. It stays where it is.`, {
      server: connection.server,
    })
  }
}
