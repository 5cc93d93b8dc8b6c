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

/** `listed`: headers first, to have them on screen; `whole`: bodies at once. */
export type FetchDepth = 'listed' | 'whole'

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
  const rest =
    depth === 'listed'
      ? await listInto(session, mailbox, await fetchHeaders(session.connection, wanted), fresh)
      : await fetchKnown(session, mailbox, await listMessages(session.connection, wanted), fresh)
  await fetchWhole(session, mailbox, rest, null, fresh)
}

/** Takes in by their headers what is here already and what is large; answers the others. */
async function fetchKnown(
  session: Session,
  mailbox: Mailbox,
  messages: readonly ListedMessage[],
  fresh: boolean,
): Promise<ListedMessage[]> {
  const here = await session.mirror.haveBytes(messages.flatMap(({ messageId }) => messageId ?? []))
  const byHeaders = messages.filter(
    ({ messageId, sizeBytes }) => messageId !== null && (here.has(messageId) || sizeBytes > syncLimits.largeBytes),
  )
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
    const bodies = await fetchBodies(session.connection, uids)
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
  const isSuspect = ({ uid }: ListedMessage): boolean => session.memory.suspects.has(copyKey(mailbox.id, uid))
  return [
    ...splitBySize(messages.filter((each) => !isSuspect(each))),
    ...messages.filter(isSuspect).map((each) => [each]),
  ]
}

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
