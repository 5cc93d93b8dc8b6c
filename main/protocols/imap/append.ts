import type { ImapConnection } from './connection.ts'
import { isUid } from './numbers.ts'
import { labelled, wireFlags } from './wire-flags.ts'

export interface Appended {
  /** null where the server does not say it */
  readonly uid: number | null
  readonly uidValidity: string | null
  /** as the server lists them from now on */
  readonly flags: readonly string[]
}

/** Uploads a message. Labels (Gmail) come after it, where the server says which UID it has got (UIDPLUS). */
export async function appendMessage(
  connection: ImapConnection,
  path: string,
  bytes: Uint8Array,
  given: readonly string[],
  receivedMs: number,
): Promise<Appended> {
  const { flags, labels } = wireFlags(connection, given)
  return connection.call(async (client) => {
    const appended = await client.append(path, bytes, flags, new Date(receivedMs))
    if (!appended || !isUid(appended.uid)) return { uid: null, uidValidity: null, flags }
    const { uid } = appended
    const uidValidity = appended.uidValidity?.toString() ?? null
    if (labels.length === 0) return { uid, uidValidity, flags }
    await client.mailboxOpen(path)
    const kept = await client.messageFlagsAdd(`${uid}`, labels, { uid: true, useLabels: true })
    return { uid, uidValidity, flags: kept ? [...flags, ...labelled(labels)] : flags }
  })
}
