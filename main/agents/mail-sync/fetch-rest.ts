import type { Mailbox } from '../../../core/defs/index.ts'
import { findUids, listMessages, openMailbox } from '../../protocols/imap/index.ts'
import { renewLeftovers } from './catch-up.ts'
import { fetchInto, fetchWhole } from './fetch-into.ts'
import { syncLimits } from './limits.ts'
import type { Session } from './session.ts'

/** Bodies of what was listed, newest first. `large`: also those that are left for the end. */
export async function fetchPendingBodies(session: Session, mailbox: Mailbox, large: boolean): Promise<void> {
  const passed = new Set<number>()
  let open = false
  for (;;) {
    const copies = (await session.mirror.pendingBodies(mailbox.id, syncLimits.newestWindow + passed.size)).filter(
      ({ uid }) => !passed.has(uid),
    )
    if (copies.length === 0) return
    if (!open) {
      // Another UIDVALIDITY than the one our UIDs are of: the next round lists them again.
      const { uidValidity } = await openMailbox(session.connection, mailbox.path)
      const current = await session.mirror.mailbox(mailbox.id)
      if (current?.sync?.uidValidity !== uidValidity) return
      open = true
    }
    const bases = new Map(copies.map(({ uid, flags }) => [uid, flags]))
    const listed = await listMessages(session.connection, [...bases.keys()])
    // Whatever happens to them, they are not looked at twice: what failed waits for the next round.
    for (const uid of bases.keys()) passed.add(uid)
    const wanted = listed.filter(({ sizeBytes }) => large || sizeBytes <= syncLimits.largeBytes)
    await fetchWhole(session, mailbox, wanted, bases, false)
    await session.glance()
    open = false
  }
}

/** Older mail, backwards to the first message, progress noted after each batch. */
export async function fetchBackwards(session: Session, mailbox: Mailbox): Promise<void> {
  const sync = (await session.mirror.mailbox(mailbox.id))?.sync ?? null
  if (sync === null || sync.oldestFetchedUid <= 1) return
  const opened = await openMailbox(session.connection, mailbox.path)
  if (opened.uidValidity !== sync.uidValidity) return
  const vanished = await renewLeftovers(session, mailbox, sync.oldestFetchedUid - 1)
  await session.mirror.applyVanished(mailbox.id, vanished)
  const older = (await findUids(session.connection, 1, sync.oldestFetchedUid - 1)).reverse()
  for (let at = 0; at < older.length; at += syncLimits.listBatch) {
    const batch = older.slice(at, at + syncLimits.listBatch)
    await fetchInto(session, mailbox, batch, 'whole', false)
    const last = at + batch.length >= older.length
    if (!last) await session.mirror.advance(mailbox.id, { oldestFetchedUid: batch.at(-1) ?? 1 })
    session.signal.throwIfAborted()
    await session.glance()
    const again = await openMailbox(session.connection, mailbox.path)
    if (again.uidValidity !== sync.uidValidity) return
  }
  await session.mirror.sweep(mailbox.id, false)
  await session.mirror.advance(mailbox.id, { oldestFetchedUid: 1 })
}
