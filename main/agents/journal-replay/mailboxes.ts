import type { JournalEntry } from '../../../core/defs/index.ts'
import {
  createMailbox,
  deleteMailbox,
  findUids,
  imapLimits,
  moveMessages,
  openMailbox,
  renameMailbox,
} from '../../protocols/imap/index.ts'
import type { Replay } from './step.ts'

/** Messages moved into the bin a command when a mailbox is deleted. */
const moveBatch = 1_000

/**
 * Creates, renames or deletes a mailbox on the server. Done already is fine. A renamed one that is gone is made anew; one
 * whose new path is taken stays where it is, and the next sync shows both. What is in a deleted one goes to the bin.
 */
export async function changeMailbox(replay: Replay, entry: JournalEntry): Promise<void> {
  const { action } = entry
  const { connection, there, paths } = replay
  if (action.kind === 'mailbox-create') {
    const path = paths.of(action.mailboxId) ?? action.path
    if (!there.has(path)) await createMailbox(connection, path)
    there.add(path)
  } else if (action.kind === 'mailbox-rename') {
    const { from, to } = action
    if (there.has(from) && !there.has(to)) {
      await renameMailbox(connection, from, to)
      for (const path of [...there]) {
        if (path !== from && !path.startsWith(from + paths.delimiter)) continue
        there.delete(path)
        there.add(to + path.slice(from.length))
      }
    } else if (!there.has(to)) {
      await createMailbox(connection, to)
      there.add(to)
    }
    paths.rename(from, to)
  } else if (action.kind === 'mailbox-delete') {
    const path = paths.of(action.mailboxId) ?? action.path
    if (there.has(path)) {
      await emptyIntoBin(replay, path)
      await deleteMailbox(connection, path)
      there.delete(path)
    }
    await replay.mirror.ledger.finish([{ entry, effects: { cleared: [action.mailboxId] } }])
    return
  }
  await replay.mirror.ledger.finish([{ entry }])
}

async function emptyIntoBin(replay: Replay, path: string): Promise<void> {
  const { connection } = replay
  const { total } = await openMailbox(connection, path)
  if (total === 0) return
  const bin = [...replay.mailboxes.values()].find(({ role }) => role === 'trash')
  const binPath = (bin === undefined ? undefined : replay.paths.of(bin.id)) ?? 'Trash'
  if (binPath === path) return
  if (!replay.there.has(binPath)) {
    await createMailbox(connection, binPath)
    replay.there.add(binPath)
    await openMailbox(connection, path)
  }
  const uids = await findUids(connection, 1, imapLimits.maxUid)
  for (let at = 0; at < uids.length; at += moveBatch) {
    await moveMessages(connection, uids.slice(at, at + moveBatch), binPath)
  }
}
