import type { JournalEntry, MessageSummary } from '../../../core/defs/index.ts'
import type { Replayed } from '../../../core/index.ts'
import {
  appendMessage,
  createMailbox,
  deleteMessages,
  fetchBodies,
  findUids,
  imapLimits,
  listMessages,
  moveMessages,
  openMailbox,
  storeFlags,
} from '../../protocols/imap/index.ts'
import { type Located, locate } from './locate.ts'
import type { EntryOf, Replay } from './step.ts'

const idOf = ({ action }: { readonly action: { readonly messageId: string } }): string => action.messageId

/** A message or mailbox that is gone on the server: there is nothing to flag, the entry is dropped. */
export async function replayFlags(replay: Replay, entries: readonly EntryOf<'flags'>[]): Promise<JournalEntry[]> {
  const [first] = entries
  if (first === undefined) return []
  const { mailboxId, add, remove } = first.action
  const located = await locate(replay, mailboxId, entries.map(idOf))
  const uids = [...(located?.found.values() ?? [])].flatMap((copies) => copies.map(({ uid }) => uid))
  const stored = uids.length === 0 ? { added: [], removed: [] } : await storeFlags(replay.connection, uids, add, remove)
  const removed = new Set(stored.removed.map((flag) => flag.toLowerCase()))
  const replayed = entries.map((entry): Replayed => {
    const copies = located?.found.get(idOf(entry)) ?? []
    if (copies.length === 0) dropped(replay, entry, 'the message is gone on the server')
    const put = copies.map(({ uid, flags }) => ({
      mailboxId,
      uid,
      messageId: idOf(entry),
      flags: [...new Set([...flags.filter((flag) => !removed.has(flag.toLowerCase())), ...stored.added])].sort(),
    }))
    // What was found by its Message-ID is no copy of ours yet: the next sync lists it.
    return { entry, effects: { put: located?.guessed.has(idOf(entry)) === false && located.current ? put : [] } }
  })
  await replay.mirror.ledger.finish(replayed)
  return []
}

/**
 * A target that is gone is made again. A message that is gone from its source is done if the target has it; else it is
 * uploaded from our bytes, but for the bin: what is deleted there already need not come back.
 */
export async function replayMoves(replay: Replay, entries: readonly EntryOf<'move'>[]): Promise<JournalEntry[]> {
  const [first] = entries
  if (first === undefined) return []
  const { from, to } = first.action
  const target = await ensureTarget(replay, to)
  if (target === null) {
    for (const entry of entries) dropped(replay, entry, 'its target is nowhere any more')
    await replay.mirror.ledger.finish(entries.map((entry) => ({ entry })))
    return []
  }
  const source = await locate(replay, from, entries.map(idOf))
  const present = entries.filter((entry) => source?.found.has(idOf(entry)) === true)
  if (source !== null && present.length > 0) await moveThere(replay, present, source, target)
  const left: JournalEntry[] = []
  for (const entry of entries) {
    if (present.includes(entry)) continue
    const action = { kind: 'append' as const, messageId: idOf(entry), mailboxId: to, flags: [] }
    left.push(...(await upload(replay, entry, action)))
  }
  return left
}

async function moveThere(
  replay: Replay,
  entries: readonly EntryOf<'move'>[],
  source: Located,
  target: string,
): Promise<void> {
  const copiesOf = (entry: EntryOf<'move'>) => source.found.get(idOf(entry)) ?? []
  const uids = entries.flatMap((entry) => copiesOf(entry).map(({ uid }) => uid))
  const moved = await moveMessages(replay.connection, uids, target)
  await replay.mirror.ledger.finish(
    entries.map((entry) => {
      const { from, to } = entry.action
      const noted = replay.mailboxes.get(to)?.sync?.uidValidity === moved.uidValidity
      const put = copiesOf(entry).flatMap(({ uid, flags }) => {
        const newUid = moved.uids.get(uid)
        return newUid === undefined || !noted ? [] : [{ mailboxId: to, uid: newUid, messageId: idOf(entry), flags }]
      })
      return { entry, effects: { put, removed: copiesOf(entry).map(({ uid }) => ({ mailboxId: from, uid })) } }
    }),
  )
}

/** What is gone already is done. What was found by its Message-ID only is deleted if it has our very bytes. */
export async function replayDeletes(replay: Replay, entries: readonly EntryOf<'delete'>[]): Promise<JournalEntry[]> {
  const [first] = entries
  if (first === undefined) return []
  const { mailboxId } = first.action
  const located = await locate(replay, mailboxId, entries.map(idOf))
  const messages = await replay.mirror.ledger.messages([...(located?.guessed ?? [])])
  const uids: number[] = []
  for (const [messageId, copies] of located?.found ?? []) {
    const all = copies.map(({ uid }) => uid)
    const guess = located?.guessed.has(messageId) === true
    uids.push(
      ...(guess
        ? await sameBytes(
            replay,
            messages.find(({ id }) => id === messageId),
            all,
          )
        : all),
    )
  }
  if (uids.length > 0) await deleteMessages(replay.connection, uids)
  const known = (await replay.mirror.ledger.copies(entries.map(idOf))).filter((copy) => copy.mailboxId === mailboxId)
  await replay.mirror.ledger.finish(
    entries.map((entry) => ({
      entry,
      effects: { removed: known.filter(({ messageId }) => messageId === idOf(entry)) },
    })),
  )
  return []
}

async function sameBytes(
  replay: Replay,
  message: MessageSummary | undefined,
  uids: readonly number[],
): Promise<number[]> {
  const hashes = new Set(message?.copies.map(({ blob }) => blob))
  const bodies = hashes.size === 0 ? [] : await fetchBodies(replay.connection, uids)
  return bodies.filter(({ bytes }) => hashes.has(replay.mirror.ledger.hash(bytes))).map(({ uid }) => uid)
}

/** A message that is in the mailbox already was uploaded before a kill, or by another client: nothing to do. */
export function replayAppend(replay: Replay, entry: EntryOf<'append'>): Promise<JournalEntry[]> {
  return upload(replay, entry, entry.action)
}

async function upload(
  replay: Replay,
  entry: JournalEntry,
  { messageId, mailboxId, flags }: EntryOf<'append'>['action'],
): Promise<JournalEntry[]> {
  const { ledger } = replay.mirror
  const [message] = await ledger.messages([messageId])
  const target = message === undefined ? null : await ensureTarget(replay, mailboxId)
  if (message === undefined || target === null) {
    dropped(replay, entry, message === undefined ? 'the message is gone here' : 'its target is nowhere any more')
    await ledger.finish([{ entry }])
    return []
  }
  const source =
    entry.action.kind === 'move' ? { removed: await sourceCopies(replay, messageId, entry.action.from) } : {}
  const located = await locate(replay, mailboxId, [messageId])
  const there = located?.found.get(messageId) ?? []
  const bin = replay.mailboxes.get(mailboxId)?.role === 'trash'
  if (there.length > 0 || (entry.action.kind === 'move' && bin)) {
    await ledger.finish([{ entry, effects: source }])
    return []
  }
  const bytes = await ledger.raw(message)
  if (bytes === null) return [entry] // its bytes are still on another server: it waits for them
  const wanted = entry.action.kind === 'move' ? await ledger.flagsOf(message) : flags
  const double = message.messageId === null ? await findDouble(replay, mailboxId, bytes) : null
  const appended =
    double === null
      ? await appendMessage(replay.connection, target, bytes, wanted, message.receivedMs)
      : { uid: double, uidValidity: located?.opened.uidValidity ?? null, flags: wanted }
  const noted = replay.mailboxes.get(mailboxId)?.sync?.uidValidity === appended.uidValidity
  const put =
    appended.uid === null || !noted
      ? []
      : [{ mailboxId, uid: appended.uid, messageId, flags: [...appended.flags].sort() }]
  await ledger.finish([{ entry, effects: { ...source, put } }])
  return []
}

async function sourceCopies(replay: Replay, messageId: string, from: string) {
  return (await replay.mirror.ledger.copies([messageId])).filter(({ mailboxId }) => mailboxId === from)
}

/** Without a Message-ID, only equal bytes tell that an upload got through before a kill: looked for among new messages. */
async function findDouble(replay: Replay, mailboxId: string, bytes: Uint8Array): Promise<number | null> {
  const path = replay.paths.of(mailboxId)
  if (path === undefined) return null
  await openMailbox(replay.connection, path)
  const since = replay.mailboxes.get(mailboxId)?.sync?.uidNext ?? 1
  const uids = await findUids(replay.connection, since, imapLimits.maxUid)
  const sized = (await listMessages(replay.connection, uids)).filter(({ sizeBytes }) => sizeBytes === bytes.length)
  const hash = replay.mirror.ledger.hash(bytes)
  for (const { uid } of sized) {
    const [body] = await fetchBodies(replay.connection, [uid])
    if (body !== undefined && replay.mirror.ledger.hash(body.bytes) === hash) return uid
  }
  return null
}

/** The path of a mailbox on the server, which gets it if it has none; null when nobody knows it. */
async function ensureTarget(replay: Replay, mailboxId: string): Promise<string | null> {
  const path = replay.paths.of(mailboxId)
  if (path === undefined) return null
  if (!replay.there.has(path)) {
    await createMailbox(replay.connection, path)
    replay.there.add(path)
  }
  return path
}

function dropped(replay: Replay, { action }: JournalEntry, reason: string): void {
  replay.logger.info('A change needs no telling to the server any more', { kind: action.kind, reason })
}
