import type { ImapConnection } from './connection.ts'
import { isUid } from './numbers.ts'

/** Uploads a message. Answers its UID where the server says it (UIDPLUS), else null. */
export async function appendMessage(
  connection: ImapConnection,
  path: string,
  bytes: Uint8Array,
  flags: readonly string[],
  receivedMs: number,
): Promise<{ readonly uid: number | null; readonly uidValidity: string | null }> {
  const appended = await connection.call((client) => client.append(path, bytes, [...flags], new Date(receivedMs)))
  if (!appended || !isUid(appended.uid)) return { uid: null, uidValidity: null }
  return { uid: appended.uid, uidValidity: appended.uidValidity?.toString() ?? null }
}
