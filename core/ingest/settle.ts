import { flagsFromImap, type Message } from '../defs/index.ts'
import type { Hash } from '../ports.ts'
import { datesOf } from './dates.ts'
import { unionOf } from './flags.ts'
import { contentId, splitId } from './identity.ts'
import type { IngestItem, IngestOutcome } from './item.ts'
import { hasBytes } from './known.ts'
import type { ReadItem } from './load.ts'
import type { PendingActions } from './pending.ts'
import { sameHeaders } from './same-mail.ts'
import type { WorkingSet } from './working-set.ts'

export interface SettleTools {
  readonly hash: Hash
  readonly nowMs: number
  /** by account of the item's mailbox */
  readonly pendingOf: (mailboxId: string) => PendingActions
  /** the tags that the server's keywords and labels stand for */
  readonly tagsOf: (item: IngestItem) => readonly string[]
  /** whether what came is a copy of a stored message by its words and files */
  readonly sameContent: (stored: Message, read: ReadItem) => Promise<boolean>
}

export type Settled = Pick<IngestOutcome, 'messageId'> & { readonly status: Exclude<IngestOutcome['status'], 'failed'> }

/**
 * Decides what one item is, and does it to the working set. In this order: the message whose headers are here already;
 * these very bytes; another copy of a message that is here; a new message.
 */
export async function settle(read: ReadItem, set: WorkingSet, tools: SettleTools): Promise<Settled> {
  const { item, prepared } = read
  const at = item.uid === undefined ? undefined : set.remoteAt(item.mailboxId, item.uid)
  const here = at === undefined ? undefined : set.get(at.messageId)
  if (here !== undefined && here.messageId === prepared.messageId) {
    if (item.headersOnly === true) return { status: 'duplicate', messageId: here.id }
    if (here.bodyState === 'pending') return complete(here, read, set, tools)
  }
  const id = contentId(item, prepared, tools.hash)
  const known = set.get(id)
  if (known !== undefined && item.headersOnly === true) return note('duplicate', known, item, set, tools)
  if (known?.bodyState === 'pending') return complete(known, read, set, tools)
  const blob = prepared.blob
  if (blob === null) return insert(id, read, set, tools)

  const [split = id] = splitId(prepared, tools.hash)
  const siblings = prepared.messageId === null ? [] : set.withMessageId(prepared.messageId)
  const candidates = [known, set.get(split), ...siblings].filter((one) => one !== undefined)
  const same = candidates.find((one) => hasBytes(one, blob.hash))
  if (same !== undefined) return note('duplicate', same, item, set, tools)
  // without a Message-ID the id is the hash of all bytes: only line ends can differ
  const copy = prepared.messageId === null ? known : await copyOf(candidates, read, tools)
  if (copy === undefined) return insert(known === undefined ? id : split, read, set, tools)
  addCopy(copy, read, set)
  return note('linked', set.get(copy.id) ?? copy, item, set, tools)
}

/** The message that these bytes are another copy of. Unreadable and unfinished ones cannot be compared. */
async function copyOf(
  candidates: readonly Message[],
  read: ReadItem,
  tools: SettleTools,
): Promise<Message | undefined> {
  const { prepared } = read
  if (prepared.bodyState !== 'full') return undefined
  for (const one of candidates) {
    if (one.bodyState !== 'full' || !sameHeaders(one, prepared)) continue
    if (await tools.sameContent(one, read)) return one
  }
  return undefined
}

function markList(id: string, { listId, listPost }: ReadItem['prepared'], set: WorkingSet): void {
  if (listId !== null) set.markList(id, { listId, post: listPost })
}

function addCopy(message: Message, { prepared }: ReadItem, set: WorkingSet): void {
  const { blob } = prepared
  markList(message.id, prepared, set)
  if (blob === null || hasBytes(message, blob.hash)) return
  set.update(message.id, {
    copies: [...message.copies, { blob: blob.hash, sizeBytes: blob.sizeBytes }],
    // a message belongs to the list as soon as one copy has come by it; of several lists to the same one in any order
    listId: [message.listId, prepared.listId].filter((id) => id !== null).sort()[0] ?? null,
  })
}

/** Notes where else the message is. What the user did to it, and the server has still to hear of, stays as it is. */
function note(
  status: 'duplicate' | 'linked',
  message: Message,
  item: IngestItem,
  set: WorkingSet,
  tools: SettleTools,
): Settled {
  const settled: Settled = { status, messageId: message.id }
  const { mailboxId, uid } = item
  const pending = tools.pendingOf(mailboxId)
  if (uid !== undefined) {
    if (set.remoteAt(mailboxId, uid)?.messageId === message.id) return settled
    set.putRemote({ mailboxId, uid, messageId: message.id, flags: [...item.flags].sort() })
  }
  const entered = !pending.hasLeft(message.id, mailboxId) && set.addMembership(mailboxId, message.id)
  if ((uid !== undefined || entered) && !pending.hasFlags(message.id)) {
    set.update(message.id, { flags: unionOf(message.flags, flagsFromImap(item.flags)) })
    set.addTags(message.id, tools.tagsOf(item))
  }
  return settled
}

/** The body of a message whose headers came before: the same record, whole; or another copy of one that is here. */
async function complete(pending: Message, read: ReadItem, set: WorkingSet, tools: SettleTools): Promise<Settled> {
  const { item, prepared } = read
  const { blob } = prepared
  const others = (prepared.messageId === null ? [] : set.withMessageId(prepared.messageId)).filter(
    ({ id }) => id !== pending.id,
  )
  const id = contentId(item, prepared, tools.hash)
  // known by its bytes from now on; one whose bytes were lost has been so before
  const renamed = pending.messageId === null && id !== pending.id
  const twin = renamed ? set.get(id) : undefined
  const copy =
    twin ?? others.find((one) => blob !== null && hasBytes(one, blob.hash)) ?? (await copyOf(others, read, tools))
  if (copy !== undefined) {
    addCopy(copy, read, set)
    moveTo(copy.id, pending, set)
    return note('linked', set.get(copy.id) ?? copy, item, set, tools)
  }
  const { threadId, flags, dateMs, receivedMs, sortMs, correction } = pending
  const whole = { ...toMessage(pending.id, read, tools), threadId, flags, dateMs, receivedMs, sortMs, correction }
  const search = { messageId: pending.id, ...prepared.search }
  if (!renamed) {
    set.update(pending.id, whole, search, prepared.features)
  } else {
    set.insert({ ...whole, id }, { ...search, messageId: id }, prepared.features)
    moveTo(id, pending, set)
  }
  const settledId = renamed ? id : pending.id
  markList(settledId, prepared, set)
  note('duplicate', set.get(settledId) ?? whole, item, set, tools)
  return { status: 'completed', messageId: settledId }
}

/** Everything that is known of where a message is goes over to another record; its own goes. */
function moveTo(id: string, from: Message, set: WorkingSet): void {
  for (const mailboxId of set.mailboxIdsOf(from.id)) set.addMembership(mailboxId, id)
  for (const copy of set.remotesOf(from.id)) set.putRemote({ ...copy, messageId: id })
  const into = set.get(id)
  if (into !== undefined) set.update(id, { flags: unionOf(into.flags, from.flags) })
  set.addTags(id, set.tagIdsOf(from.id))
  set.remove(from.id, id)
}

function insert(id: string, read: ReadItem, set: WorkingSet, tools: SettleTools): Settled {
  const { item, prepared } = read
  set.insert(toMessage(id, read, tools), { messageId: id, ...prepared.search }, prepared.features)
  markList(id, prepared, set)
  const { mailboxId, uid } = item
  if (uid !== undefined) set.putRemote({ mailboxId, uid, messageId: id, flags: [...item.flags].sort() })
  set.addMembership(mailboxId, id)
  set.addTags(id, tools.tagsOf(item))
  return { status: 'added', messageId: id }
}

/** A new record; its thread is found when the whole batch has been looked at. */
function toMessage(id: string, { item, prepared }: ReadItem, tools: SettleTools): Message {
  const { blob } = prepared
  return {
    id,
    threadId: '',
    ...datesOf(item, prepared, tools.nowMs),
    subject: prepared.subject,
    excerpt: prepared.excerpt,
    participants: [...prepared.participants],
    attachments: [...prepared.attachments],
    messageId: prepared.messageId,
    inReplyTo: [...prepared.inReplyTo],
    references: [...prepared.references],
    listId: prepared.listId,
    sizeBytes: item.headersOnly === true ? (item.sizeBytes ?? prepared.sizeBytes) : prepared.sizeBytes,
    bodyState: prepared.bodyState,
    problem: prepared.problem,
    copies: blob === null ? [] : [{ blob: blob.hash, sizeBytes: blob.sizeBytes }],
    flags: flagsFromImap(item.flags),
    hasLink: prepared.hasLink,
    hasInvite: prepared.hasInvite,
    participantSetId: '',
    own: false,
    privacy: null,
    importance: 0,
    correction: null,
  }
}
