import { Failure } from '../../../core/defs/index.ts'
import { fetchFlags, findByMessageId, type OpenMailbox, openMailbox } from '../../protocols/imap/index.ts'
import type { Replay } from './step.ts'

/** Where messages are in one mailbox of the server, at this moment. */
export interface Located {
  readonly opened: OpenMailbox
  /** the UIDs we hold are of the server's UIDVALIDITY: copies may be noted */
  readonly current: boolean
  /** by message id; flags as the server has them */
  readonly found: ReadonlyMap<string, readonly { readonly uid: number; readonly flags: readonly string[] }[]>
  /** message ids that were found by their Message-ID header, not by a UID we knew */
  readonly guessed: ReadonlySet<string>
}

/**
 * Opens a mailbox and looks for messages in it: by the UIDs that we know, and by Message-ID where those are gone or of
 * another UIDVALIDITY. Null when the server has no such mailbox.
 */
export async function locate(
  replay: Replay,
  mailboxId: string,
  messageIds: readonly string[],
): Promise<Located | null> {
  const opened = await openIfThere(replay, mailboxId)
  if (opened === null) return null
  const current = replay.mailboxes.get(mailboxId)?.sync?.uidValidity === opened.uidValidity
  const copies = current
    ? (await replay.mirror.ledger.copies(messageIds)).filter((copy) => copy.mailboxId === mailboxId)
    : []
  const states = await fetchFlags(
    replay.connection,
    copies.map(({ uid }) => uid),
  )
  // What others changed meanwhile is taken over first: what we tell the server then starts from the same state.
  await replay.mirror.applyFlags(mailboxId, states)
  const flagsOf = new Map(states.map(({ uid, flags }) => [uid, flags]))
  const found = new Map<string, { uid: number; flags: readonly string[] }[]>()
  for (const { messageId, uid } of copies) {
    const flags = flagsOf.get(uid)
    if (flags !== undefined) found.set(messageId, [...(found.get(messageId) ?? []), { uid, flags }])
  }
  const lost = messageIds.filter((id) => !found.has(id))
  const guessed = new Set<string>()
  for (const message of await replay.mirror.ledger.messages(lost)) {
    if (message.messageId === null) continue
    const uids = await findByMessageId(replay.connection, message.messageId)
    if (uids.length === 0) continue
    found.set(message.id, await fetchFlags(replay.connection, uids).then((all) => [...all]))
    guessed.add(message.id)
  }
  return { opened, current, found, guessed }
}

/** Null when the server has no such mailbox. */
async function openIfThere(replay: Replay, mailboxId: string): Promise<OpenMailbox | null> {
  const path = replay.paths.of(mailboxId)
  if (path === undefined) return null
  try {
    return await openMailbox(replay.connection, path)
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'not-found') return null
    throw thrown
  }
}
