import { fail, type Mailbox, type MailboxSyncState } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import type { ServerStanding } from './server-state.ts'

/** A patch is tried again after somebody else's change: a rename, say. More than a few in a row means a bug. */
export const maxTries = 5

export async function readMailbox(context: CoreContext, mailboxId: string): Promise<Mailbox> {
  const mailbox = await context.stores.records.get('mailbox', mailboxId)
  if (mailbox === null) throw fail('not-found', 'This mailbox is not here any more.', { details: mailboxId })
  return mailbox
}

/**
 * Where to go on in a mailbox. A first visit, or a UIDVALIDITY that is not the one we know, begins anew: the UIDs are
 * forgotten, the messages stay and are recognised by their headers as they are listed again.
 */
export async function beginMailbox(
  context: CoreContext,
  mailboxId: string,
  server: ServerStanding,
): Promise<{ readonly sync: MailboxSyncState; readonly renewed: boolean }> {
  const { sync } = await readMailbox(context, mailboxId)
  if (sync !== null && sync.uidValidity === server.uidValidity) return { sync, renewed: false }
  const fresh: MailboxSyncState = {
    uidValidity: server.uidValidity,
    uidNext: server.uidNext,
    highestModSeq: server.highestModSeq,
    oldestFetchedUid: server.uidNext,
    total: server.total,
  }
  await context.stores.commit({ remoteClears: [mailboxId] })
  await advanceMailbox(context, mailboxId, fresh)
  return { sync: fresh, renewed: sync !== null }
}

/** Notes how far sync has come. What it tells of must be on disk already: a kill in between only repeats work. */
export async function advanceMailbox(
  context: CoreContext,
  mailboxId: string,
  progress: Partial<MailboxSyncState>,
): Promise<MailboxSyncState> {
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const { sync } = await readMailbox(context, mailboxId)
    const next: MailboxSyncState = {
      uidValidity: '0',
      uidNext: 1,
      highestModSeq: null,
      oldestFetchedUid: 1,
      total: 0,
      ...sync,
      ...progress,
    }
    if (JSON.stringify(next) === JSON.stringify(sync)) return next
    const patch = { noun: 'mailbox' as const, id: mailboxId, from: { sync }, set: { sync: next } }
    const result = await context.stores.commit({ recordPatches: [patch] })
    if (result.ok) return next
  }
  throw fail('conflict', 'A mailbox kept changing while it was fetched. It will be tried again.', {
    details: mailboxId,
  })
}
