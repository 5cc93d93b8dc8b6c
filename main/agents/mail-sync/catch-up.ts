import type { Mailbox, MailboxSyncState } from '../../../core/defs/index.ts'
import {
  changedSince,
  type FlagState,
  fetchFlagsBetween,
  findNewest,
  findUids,
  imapLimits,
  isOpen,
  type OpenMailbox,
  openMailbox,
} from '../../protocols/imap/index.ts'
import { fetchInto } from './fetch-into.ts'
import { syncLimits } from './limits.ts'
import type { Place, Session } from './session.ts'

/** What is left to do for a mailbox once every other one has been looked at too. */
export interface CaughtUp {
  readonly mailbox: Mailbox
  /** gone on the server: applied last, so that a message moved elsewhere is recognised there first */
  readonly vanished: readonly number[]
  /** what to note when that is done */
  readonly progress: Partial<MailboxSyncState>
}

/** Whether STATUS shows that there is something to do. Reads nothing else: a quiet mailbox of any size costs nothing. */
export async function hasNews(session: Session, { mailbox, listed }: Place): Promise<boolean> {
  const { sync } = mailbox
  const { status } = listed
  if (sync === null || status === null) return true
  if (sync.uidValidity !== status.uidValidity || sync.uidNext !== status.uidNext) return true
  if (sync.total !== status.total) return true
  if (status.highestModSeq !== null && sync.highestModSeq !== null) return status.highestModSeq !== sync.highestModSeq
  const comparedAtMs = session.memory.comparedAtMs.get(mailbox.id) ?? 0
  return (
    session.memory.unseen.get(mailbox.id) !== status.unseen ||
    session.clock.nowMs() - comparedAtMs > syncLimits.fullCompareMs
  )
}

/** Takes in what is new and what changed in one mailbox; tells what is gone. The first visit lists the newest window. */
export async function catchUp(session: Session, mailbox: Mailbox): Promise<CaughtUp> {
  const opened = await openMailbox(session.connection, mailbox.path)
  const server = opened.uidNext > 0 ? opened : { ...opened, uidNext: await deriveUidNext(session) }
  const { sync, renewed } = await session.mirror.begin(mailbox.id, server)
  const first = sync.oldestFetchedUid === sync.uidNext && sync.uidNext > 1
  if (first) return listNewest(session, mailbox, server, renewed)
  await fetchNew(session, mailbox, server, sync)
  const changes = await findChanges(session, mailbox, server, sync)
  await session.mirror.applyFlags(mailbox.id, changes.flags)
  const missing = changes.missing ?? []
  await fetchInto(session, mailbox, missing, 'whole', false)
  const vanished = await distrust(session, mailbox, server, sync, changes.vanished)
  return { mailbox, vanished, progress: { highestModSeq: server.highestModSeq, total: server.total } }
}

/**
 * New mail in a mailbox that is open already, ahead of everything else that may have changed there: opening a large one
 * anew takes a server up to a quarter of a second. What this leaves out, `catchUp` finds.
 */
export async function fetchArrived(session: Session, mailbox: Mailbox): Promise<void> {
  const { sync } = mailbox
  if (sync === null || !(await isOpen(session.connection, mailbox.path, sync.uidValidity))) return
  const uids = await findUids(session.connection, sync.uidNext, imapLimits.maxUid)
  const last = uids.at(-1)
  if (last === undefined || uids.length > syncLimits.newBatch) return
  await fetchInto(session, mailbox, uids, 'whole', mailbox.role === 'inbox')
  await session.mirror.advance(mailbox.id, { uidNext: last + 1 })
}

/** An old server that does not say UIDNEXT: one above the highest UID. */
async function deriveUidNext(session: Session): Promise<number> {
  const uids = await findUids(session.connection, 1, imapLimits.maxUid)
  return (uids.at(-1) ?? 0) + 1
}

async function listNewest(
  session: Session,
  mailbox: Mailbox,
  server: OpenMailbox,
  renewed: boolean,
): Promise<CaughtUp> {
  const newest = (await findNewest(session.connection, server.total, syncLimits.newestWindow)).filter(
    (uid) => uid < server.uidNext,
  )
  const vanished = await renewLeftovers(session, mailbox, server.uidNext - 1)
  await fetchInto(session, mailbox, newest, 'newest', false)
  const whole = server.total <= newest.length
  if (whole) await session.mirror.sweep(mailbox.id, renewed)
  await session.mirror.advance(mailbox.id, { oldestFetchedUid: whole ? 1 : (newest[0] ?? server.uidNext) })
  return { mailbox, vanished, progress: { highestModSeq: server.highestModSeq, total: server.total } }
}

/**
 * What a listing that was broken off has left of the UIDs up to `last`: changes are not asked for there yet, so the flags
 * may be others by now. Answers those that are gone on the server. Costs nothing where there are none.
 */
export async function renewLeftovers(session: Session, mailbox: Mailbox, last: number): Promise<readonly number[]> {
  const [first] = await session.mirror.copies(mailbox.id, 0, 1)
  if (first === undefined || first.uid > last) return []
  const { flags, vanished } = await compareFlags(session, mailbox, { first: first.uid, last })
  await session.mirror.applyFlags(mailbox.id, flags)
  return vanished
}

/** New messages, upwards, progress noted after each batch; of many, the newest come first. */
async function fetchNew(
  session: Session,
  mailbox: Mailbox,
  server: OpenMailbox,
  sync: MailboxSyncState,
): Promise<void> {
  if (server.uidNext <= sync.uidNext) return
  const uids = await findUids(session.connection, sync.uidNext, server.uidNext - 1)
  const fresh = mailbox.role === 'inbox'
  if (uids.length > syncLimits.newestWindow) {
    await fetchInto(session, mailbox, uids.slice(-syncLimits.newestWindow), 'newest', fresh)
  }
  for (let at = 0; at < uids.length; at += syncLimits.newBatch) {
    const batch = uids.slice(at, at + syncLimits.newBatch)
    await fetchInto(session, mailbox, batch, 'whole', fresh)
    await session.mirror.advance(mailbox.id, { uidNext: (batch.at(-1) ?? 0) + 1 })
    session.signal.throwIfAborted()
  }
  await session.mirror.advance(mailbox.id, { uidNext: server.uidNext })
}

interface Changes {
  readonly flags: readonly FlagState[]
  readonly vanished: readonly number[]
  /** on the server within what we fetched, but not here */
  readonly missing?: readonly number[]
}

async function findChanges(
  session: Session,
  mailbox: Mailbox,
  server: OpenMailbox,
  sync: MailboxSyncState,
): Promise<Changes> {
  const range = { first: sync.oldestFetchedUid, last: sync.uidNext - 1 }
  if (server.highestModSeq === null || sync.highestModSeq === null) {
    const changes = await compareFlags(session, mailbox, range)
    session.memory.comparedAtMs.set(mailbox.id, session.clock.nowMs())
    return changes
  }
  if (server.highestModSeq === sync.highestModSeq) return { flags: [], vanished: [] }
  const changes = await changedSince(session.connection, range, sync.highestModSeq)
  if (changes.vanished !== null) return { flags: changes.flags, vanished: changes.vanished }
  const { vanished, missing } = await compareUids(session, mailbox, range)
  return { flags: changes.flags, vanished, missing }
}

/** Without CONDSTORE: every flag of what we have, a range at a time. */
async function compareFlags(
  session: Session,
  mailbox: Mailbox,
  range: { readonly first: number; readonly last: number },
): Promise<Changes> {
  const flags: FlagState[] = []
  const vanished: number[] = []
  const missing: number[] = []
  for (let after = range.first - 1; after < range.last; ) {
    const ours = await session.mirror.copies(mailbox.id, after, syncLimits.compareBatch)
    const within = ours.filter(({ uid }) => uid <= range.last)
    const last = within.length < syncLimits.compareBatch ? range.last : (within.at(-1)?.uid ?? range.last)
    const states = await fetchFlagsBetween(session.connection, after + 1, last)
    const there = new Map(states.filter(({ uid }) => uid > after && uid <= last).map((state) => [state.uid, state]))
    const here = new Set(within.map(({ uid }) => uid))
    vanished.push(...within.filter(({ uid }) => !there.has(uid)).map(({ uid }) => uid))
    for (const state of there.values()) {
      if (here.has(state.uid)) flags.push(state)
      else missing.push(state.uid)
    }
    after = last
    session.signal.throwIfAborted()
  }
  return { flags, vanished, missing }
}

/** Which UIDs we have and the server has not, and the reverse. */
async function compareUids(
  session: Session,
  mailbox: Mailbox,
  range: { readonly first: number; readonly last: number },
): Promise<{ readonly vanished: number[]; readonly missing: number[] }> {
  const missing = new Set(await findUids(session.connection, range.first, range.last))
  const vanished: number[] = []
  for (let after = range.first - 1; after < range.last; ) {
    const ours = await session.mirror.copies(mailbox.id, after, syncLimits.compareBatch)
    for (const { uid } of ours) if (uid <= range.last && !missing.delete(uid)) vanished.push(uid)
    after = ours.length < syncLimits.compareBatch ? range.last : (ours.at(-1)?.uid ?? range.last)
  }
  return { vanished, missing: [...missing] }
}

/**
 * When everything is fetched and the server counts otherwise than we do, all UIDs are compared once. The same counts are
 * not looked into again: a server that miscounts would have us compare for ever.
 */
async function distrust(
  session: Session,
  mailbox: Mailbox,
  server: OpenMailbox,
  sync: MailboxSyncState,
  vanished: readonly number[],
): Promise<readonly number[]> {
  if (sync.oldestFetchedUid > 1) return vanished
  const count = await session.mirror.count(mailbox.id)
  const counts = `${server.uidValidity} ${server.uidNext} ${server.total} ${count}`
  if (count - vanished.length === server.total || session.memory.distrusted.get(mailbox.id) === counts) return vanished
  session.memory.distrusted.set(mailbox.id, counts)
  const found = await compareUids(session, mailbox, { first: 1, last: server.uidNext - 1 })
  await fetchInto(session, mailbox, found.missing, 'whole', false)
  return [...new Set([...vanished, ...found.vanished])]
}
