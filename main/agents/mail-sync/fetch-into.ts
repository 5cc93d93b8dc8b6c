import { Failure, fail, type Mailbox } from '../../../core/defs/index.ts'
import type { IngestItem, IngestOutcome } from '../../../core/index.ts'
import {
  fetchBodies,
  fetchHeaders,
  type ListedMessage,
  listMessages,
  type MessageBody,
  type MessageHeaders,
  splitBySize,
} from '../../protocols/imap/index.ts'
import { syncLimits } from './limits.ts'
import { copyKey, type Session } from './session.ts'

/** `newest`: what is on screen first, large messages by their headers; `whole`: bodies at once. */
export type FetchDepth = 'newest' | 'whole'

/**
 * Takes in messages of the open mailbox by UID: what is here by its Message-ID, and what is large, by its headers
 * alone; a message without a Message-ID whole, since nothing else identifies it. UIDs that we have are skipped, so a
 * batch may be repeated after a kill.
 */
export async function fetchInto(
  session: Session,
  mailbox: Mailbox,
  uids: readonly number[],
  depth: FetchDepth,
  fresh: boolean,
): Promise<void> {
  const known = await session.mirror.known(mailbox.id, uids)
  const wanted = uids.filter((uid) => !known.has(uid))
  if (wanted.length === 0) return
  if (depth === 'newest') return fetchNewest(session, mailbox, wanted, fresh)
  const listed = await listMessages(session.connection, wanted)
  const rest = await fetchKnown(session, mailbox, listed, syncLimits.largeBytes, fresh)
  await fetchWhole(session, mailbox, rest, null, fresh)
}

/**
 * The newest window: a screenful, then the others. Small messages come whole at once, since headers would be read twice;
 * where the first of them came slowly, headers come before bodies.
 */
async function fetchNewest(session: Session, mailbox: Mailbox, uids: readonly number[], fresh: boolean): Promise<void> {
  const newestFirst = uids.toSorted((a, b) => b - a)
  for (const part of [newestFirst.slice(0, syncLimits.firstScreen), newestFirst.slice(syncLimits.firstScreen)]) {
    const listed = await listMessages(session.connection, part)
    const wholeBytes = isSlow(session, listed) ? 0 : syncLimits.newestWholeBytes
    const rest = await fetchKnown(session, mailbox, listed, wholeBytes, fresh)
    await fetchWhole(session, mailbox, rest, null, fresh)
  }
}

/** By the pace at which the last bodies came, these would have a person wait. */
function isSlow({ memory }: Session, listed: readonly ListedMessage[]): boolean {
  const small = listed.filter(({ sizeBytes }) => sizeBytes <= syncLimits.newestWholeBytes)
  const bytes = small.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return memory.bytesPerMs !== null && bytes / memory.bytesPerMs > syncLimits.newestWholeMs
}

/**
 * Takes in by their headers what is here already, what is larger than `wholeBytes` and what may break the connection (it
 * is shown, whatever becomes of its body); answers the others.
 */
async function fetchKnown(
  session: Session,
  mailbox: Mailbox,
  messages: readonly ListedMessage[],
  wholeBytes: number,
  fresh: boolean,
): Promise<ListedMessage[]> {
  const here = await session.mirror.haveBytes(messages.flatMap(({ messageId }) => messageId ?? []))
  const byHeaders = messages.filter(({ uid, messageId, sizeBytes }) => {
    if (messageId === null) return false
    const doubtful = isSuspect(session, mailbox, uid) || !worthTrying(session, mailbox, uid, sizeBytes)
    return doubtful || sizeBytes > wholeBytes || here.has(messageId)
  })
  for (let at = 0; at < byHeaders.length; at += syncLimits.headerBatch) {
    const batch = byHeaders.slice(at, at + syncLimits.headerBatch).map(({ uid }) => uid)
    await listInto(session, mailbox, await fetchHeaders(session.connection, batch), fresh)
  }
  const listed = new Set(byHeaders.map(({ uid }) => uid))
  return messages.filter(({ uid }) => !listed.has(uid))
}

/** Takes in header blocks; answers those without a Message-ID, which only their whole bytes identify. */
async function listInto(
  session: Session,
  mailbox: Mailbox,
  headers: readonly MessageHeaders[],
  fresh: boolean,
): Promise<ListedMessage[]> {
  const named = headers.filter(({ messageId }) => messageId !== null)
  const items = named.map(
    ({ uid, flags, receivedMs, sizeBytes, header }): IngestItem => ({
      bytes: header,
      headersOnly: true,
      mailboxId: mailbox.id,
      uid,
      flags,
      receivedMs,
      sizeBytes,
    }),
  )
  await takeIn(session, mailbox, items, fresh)
  session.tally.add(items.length)
  return headers.filter(({ messageId }) => messageId === null)
}

/**
 * Fetches bodies newest first, the next group on its way while the one before is taken in. `bases`: flags as we hold
 * them, for messages that were listed already: what the server changed since then is told apart only against those.
 */
export async function fetchWhole(
  session: Session,
  mailbox: Mailbox,
  messages: readonly ListedMessage[],
  bases: ReadonlyMap<number, readonly string[]> | null,
  fresh: boolean,
): Promise<void> {
  const fetchable = messages.filter(({ uid, sizeBytes }) => worthTrying(session, mailbox, uid, sizeBytes))
  const groups = groupSuspects(
    session,
    mailbox,
    fetchable.sort((a, b) => b.uid - a.uid),
  )
  let next: Promise<MessageBody[]> | undefined
  for (const [index, group] of groups.entries()) {
    const bodies = await (next ?? fetchGroup(session, mailbox, group))
    const following = groups[index + 1]
    next = following === undefined ? undefined : fetchGroup(session, mailbox, following)
    next?.catch(() => undefined) // awaited in the next turn; here it must only not go unhandled
    const items = bodies.map(
      ({ uid, flags, receivedMs, bytes }): IngestItem => ({
        bytes,
        mailboxId: mailbox.id,
        uid,
        flags: bases?.get(uid) ?? flags,
        receivedMs,
      }),
    )
    await takeIn(session, mailbox, items, fresh)
    // What was listed before has been counted then.
    if (bases === null) session.tally.add(items.length)
    session.signal.throwIfAborted()
  }
}

async function fetchGroup(session: Session, mailbox: Mailbox, group: readonly ListedMessage[]): Promise<MessageBody[]> {
  const uids = group.map(({ uid }) => uid)
  const keys = uids.map((uid) => copyKey(mailbox.id, uid))
  for (const key of keys) session.memory.suspects.add(key)
  try {
    const startedMs = session.clock.nowMs()
    const bodies = await fetchBodies(session.connection, uids)
    const bytes = bodies.reduce((sum, body) => sum + body.bytes.length, 0)
    session.memory.bytesPerMs = bytes / Math.max(1, session.clock.nowMs() - startedMs)
    for (const key of keys) session.memory.suspects.delete(key)
    // What does not come although it was listed is gone, or the server will not give it.
    const came = new Set(bodies.map(({ uid }) => uid))
    for (const uid of uids) if (!came.has(uid)) countTry(session, mailbox, uid)
    return bodies
  } catch (thrown) {
    const alone = uids.length === 1 ? uids[0] : undefined
    if (alone !== undefined && thrown instanceof Failure && thrown.code === 'refused') countTry(session, mailbox, alone)
    throw thrown
  }
}

function countTry(session: Session, mailbox: Mailbox, uid: number): void {
  const key = copyKey(mailbox.id, uid)
  const tries = (session.memory.bodyTries.get(key) ?? 0) + 1
  session.memory.bodyTries.set(key, tries)
  if (tries >= syncLimits.bodyTries) {
    session.logger.warn('A message cannot be fetched and stays on its server', { mailboxId: mailbox.id, uid })
  }
}

function worthTrying(session: Session, mailbox: Mailbox, uid: number, sizeBytes: number): boolean {
  if (sizeBytes > syncLimits.maxBytes) return false
  return (session.memory.bodyTries.get(copyKey(mailbox.id, uid)) ?? 0) < syncLimits.bodyTries
}

/** What was under way when the connection broke is asked for alone, so that one bad message shows itself. */
function groupSuspects(session: Session, mailbox: Mailbox, messages: readonly ListedMessage[]): ListedMessage[][] {
  const suspect = ({ uid }: ListedMessage): boolean => isSuspect(session, mailbox, uid)
  return [...splitBySize(messages.filter((each) => !suspect(each))), ...messages.filter(suspect).map((each) => [each])]
}

const isSuspect = (session: Session, mailbox: Mailbox, uid: number): boolean =>
  session.memory.suspects.has(copyKey(mailbox.id, uid))

async function takeIn(session: Session, mailbox: Mailbox, items: IngestItem[], fresh: boolean): Promise<void> {
  if (items.length === 0) return
  const outcomes = await session.ingest.add(items, { fresh, signal: session.signal, priority: 'batch' })
  const knownIds: string[] = []
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'failed') refuse(session, mailbox, items[index]?.uid, outcome)
    if ((outcome.status === 'duplicate' || outcome.status === 'linked') && outcome.messageId !== null) {
      knownIds.push(outcome.messageId)
    }
  }
  await session.mirror.settle(mailbox.id, knownIds)
}

/** A message that cannot be kept must not stop the others; a disk that takes nothing more must. */
function refuse(session: Session, mailbox: Mailbox, uid: number | undefined, outcome: IngestOutcome): void {
  const { problem } = outcome
  if (problem !== null && ['disk-full', 'corrupt', 'cancelled'].includes(problem.code)) {
    throw fail(problem.code, problem.message, {
      ...(problem.details === undefined ? {} : { details: problem.details }),
    })
  }
  session.logger.warn('A message could not be taken in', { mailboxId: mailbox.id, uid, details: problem?.details })
}
