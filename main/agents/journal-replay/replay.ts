import { Failure, type JournalEntry } from '../../../core/defs/index.ts'
import { listPaths } from '../../protocols/imap/index.ts'
import { changeMailbox } from './mailboxes.ts'
import { replayAppend, replayDeletes, replayFlags, replayMoves } from './messages.ts'
import { serverPaths } from './paths.ts'
import type { Action, EntryOf, Replay, ReplayOptions } from './step.ts'

/** Entries told to the server with one command at most. */
const groupSize = 200
/** A server that refuses so often, over so long, will not change its mind; a full quota or a fault may pass sooner. */
const maxAttempts = 5
const patienceMs = 3_600_000
/** An upload is somebody's only copy on a server: it is tried for days. */
const uploadPatienceMs = 3 * 86_400_000

export interface ReplayResult {
  readonly done: number
  /** left for later: too young, bytes not here yet, or refused for now */
  readonly left: number
  /** when the first deletion that waits for its undo time is due; null: none waits */
  readonly dueAtMs: number | null
}

/**
 * Tells the server what was done here, oldest first; entries in a row that are alike go in one command. An entry that
 * has to wait holds up only what is about the same message or mailbox. Everything may be repeated after a kill between
 * the server's answer and our note of it: each step looks first whether it is done already. Fails when the connection
 * does; what a server refuses is tried again later, and in the end taken back here.
 */
export async function replayJournal(options: ReplayOptions): Promise<ReplayResult> {
  const entries = await withoutUndone(options, await options.mirror.ledger.entries(options.accountId))
  if (entries.length === 0) return { done: 0, left: 0, dueAtMs: null }
  const mailboxes = await options.mirror.mailboxes(options.accountId)
  const replay: Replay = {
    ...options,
    mailboxes: new Map(mailboxes.map((mailbox) => [mailbox.id, mailbox])),
    paths: serverPaths(mailboxes, entries),
    there: new Set(await listPaths(options.connection)),
    awaitingUpload: await options.mirror.ledger.awaitingUpload(),
  }
  const blocked = new Set<string>()
  let done = 0
  for (const group of grouped(entries, (entry) => isHeld(replay, entry))) {
    options.signal.throwIfAborted()
    const free = group.filter((entry) => !subjects(entry).some((subject) => blocked.has(subject)))
    const waiting = [...group.filter((entry) => !free.includes(entry)), ...(await attempt(replay, free))]
    for (const entry of waiting) blocked.add(holdsUp(entry))
    done += group.length - waiting.length
  }
  const held = entries.filter((entry) => isYoung(replay, entry)).map(({ createdAtMs }) => createdAtMs)
  const dueAtMs = held.length === 0 ? null : Math.min(...held) + options.holdDeletesMs
  return { done, left: entries.length - done, dueAtMs }
}

/** Answers the entries that have to wait. A group that is refused is tried one by one. */
async function attempt(replay: Replay, group: readonly JournalEntry[]): Promise<readonly JournalEntry[]> {
  const [entry] = group
  if (entry === undefined) return []
  if (isHeld(replay, entry)) return group
  try {
    return await perform(replay, group)
  } catch (thrown) {
    const ofEntry = thrown instanceof Failure && ['refused', 'not-found', 'conflict', 'limit'].includes(thrown.code)
    if (!ofEntry || !replay.connection.usable) throw thrown
    if (group.length > 1) {
      const left: JournalEntry[] = []
      for (const each of group) left.push(...(await attempt(replay, [each])))
      return left
    }
    const attempts = await replay.mirror.ledger.postpone(entry)
    const facts = { kind: entry.action.kind, attempts, details: thrown.problem.details ?? thrown.message }
    const ageMs = replay.clock.nowMs() - entry.createdAtMs
    if (attempts < maxAttempts || ageMs < (entry.action.kind === 'append' ? uploadPatienceMs : patienceMs)) {
      replay.logger.info('The server refused a change; it will be tried again', facts)
      return group
    }
    replay.logger.warn('The server refused a change for good; it is taken back here', facts)
    await replay.mirror.ledger.giveUp(entry)
    return []
  }
}

async function perform(replay: Replay, group: readonly JournalEntry[]): Promise<readonly JournalEntry[]> {
  const flags = group.filter((entry) => isOf(entry, 'flags'))
  if (flags.length > 0) return replayFlags(replay, flags)
  const moves = group.filter((entry) => isOf(entry, 'move'))
  if (moves.length > 0) return replayMoves(replay, moves)
  const deletes = group.filter((entry) => isOf(entry, 'delete'))
  if (deletes.length > 0) return replayDeletes(replay, deletes)
  const left: JournalEntry[] = []
  for (const entry of group) {
    if (isOf(entry, 'append')) left.push(...(await replayAppend(replay, entry)))
    else await changeMailbox(replay, entry)
  }
  return left
}

function isOf<K extends Action['kind']>(entry: JournalEntry, kind: K): entry is EntryOf<K> {
  return entry.action.kind === kind
}

function isYoung(replay: Replay, { action, createdAtMs }: JournalEntry): boolean {
  return action.kind === 'delete' && replay.clock.nowMs() - createdAtMs < replay.holdDeletesMs
}

/** A deletion waits for its undo time, and for the upload of the same message to another account. */
function isHeld(replay: Replay, entry: JournalEntry): boolean {
  const { action } = entry
  return isYoung(replay, entry) || (action.kind === 'delete' && replay.awaitingUpload.has(action.messageId))
}

/**
 * Takes out deletions that were undone before the server was told: deleting and uploading again would lose a message
 * whose bytes are only there.
 */
async function withoutUndone({ mirror }: ReplayOptions, entries: JournalEntry[]): Promise<JournalEntry[]> {
  const deletions = new Map<string, JournalEntry>()
  const undone = new Set<JournalEntry>()
  for (const entry of entries) {
    const { action } = entry
    if (action.kind !== 'delete' && action.kind !== 'append') continue
    const place = `${action.mailboxId}\n${action.messageId}`
    const deletion = deletions.get(place)
    if (action.kind === 'delete') deletions.set(place, entry)
    else if (deletion !== undefined) {
      undone.add(deletion).add(entry)
      deletions.delete(place)
    }
  }
  await mirror.ledger.finish([...undone].map((entry) => ({ entry })))
  return entries.filter((entry) => !undone.has(entry))
}

/** What an entry is about: a later one about the same must not overtake it. */
function subjects({ action }: JournalEntry): string[] {
  if ('messageId' in action) {
    const mailboxIds = action.kind === 'move' ? [action.from, action.to] : [action.mailboxId]
    return [`message ${action.messageId}`, ...mailboxIds.map((id) => `mailbox ${id}`)]
  }
  return [`mailbox ${action.mailboxId}`]
}

/** What waits with it: a message holds up its own later entries, a mailbox everything in it. */
function holdsUp({ action }: JournalEntry): string {
  return 'messageId' in action ? `message ${action.messageId}` : `mailbox ${action.mailboxId}`
}

/** Entries in a row that one command can tell of; never two about the same message. */
function* grouped(
  entries: readonly JournalEntry[],
  isHeld: (entry: JournalEntry) => boolean,
): Generator<readonly JournalEntry[]> {
  let group: JournalEntry[] = []
  let key: string | null = null
  let messages = new Set<string>()
  for (const entry of entries) {
    const next = groupKey(entry, isHeld(entry))
    const messageId = 'messageId' in entry.action ? entry.action.messageId : ''
    if (group.length > 0 && (next === null || next !== key || messages.has(messageId) || group.length >= groupSize)) {
      yield group
      group = []
      messages = new Set()
    }
    key = next
    group.push(entry)
    messages.add(messageId)
  }
  if (group.length > 0) yield group
}

function groupKey({ action }: JournalEntry, held: boolean): string | null {
  const more = held ? 'held' : ''
  if (action.kind === 'flags') {
    return JSON.stringify(['flags', action.mailboxId, action.add.toSorted(), action.remove.toSorted()])
  }
  if (action.kind === 'move') return JSON.stringify(['move', action.from, action.to])
  if (action.kind === 'delete') return JSON.stringify(['delete', action.mailboxId, more])
  return null
}
