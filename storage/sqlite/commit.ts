import type { Database } from 'better-sqlite3'
import type { RecordNoun } from '../../core/defs/index.ts'
import type { ChangeSet, CommitResult, Membership, RecordPut, SearchRow, StaleNoun } from '../contracts/index.ts'
import { applyPatch, hasTracker } from '../derived/index.ts'
import { derive } from './derive.ts'
import { type Beside, type MessagePlace, pendingState } from './messages/index.ts'
import type { MailboxPlace } from './views/index.ts'
import type { Writes } from './writes.ts'

/** Thrown to leave a transaction: everything is rolled back and the caller told what was stale. */
class Stale extends Error {
  readonly noun: StaleNoun
  readonly id: string
  readonly current: unknown

  constructor(noun: StaleNoun, id: string, current: unknown) {
    super(`${noun} ${id} is not as expected`)
    this.noun = noun
    this.id = id
    this.current = current
  }
}

/** Applies change sets, each in one transaction that takes the write lock at its start. */
export function createCommit(db: Database, writes: Writes): (changes: ChangeSet) => CommitResult {
  const run = db.transaction((changes: ChangeSet) => {
    writes.begin()
    applyRecords(writes, changes)
    applyMessages(writes, changes)
    applySearch(writes, changes.search ?? [])
    applyMemberships(writes, changes)
    applyRemote(writes, changes)
    applySets(writes, changes)
    applyScores(writes, changes)
    applyTags(writes, changes)
    if (changes.log !== undefined) writes.log.append(changes.log)
    derive(writes)
  })
  return (changes) => {
    try {
      run.immediate(changes)
      return { ok: true }
    } catch (thrown) {
      writes.rolledBack()
      if (!(thrown instanceof Stale)) throw thrown
      return { ok: false, conflict: { noun: thrown.noun, id: thrown.id, current: thrown.current } }
    }
  }
}

function applyRecords(writes: Writes, changes: ChangeSet): void {
  for (const put of changes.recordInserts ?? []) {
    const current = writes.records.read(put.noun, put.value.id)
    if (current !== null) throw new Stale(put.noun, put.value.id, current)
    putRecord(writes, put)
  }
  for (const put of changes.recordPuts ?? []) putRecord(writes, put)
  for (const patch of changes.recordPatches ?? []) {
    const next = writes.records.patched(patch)
    if (next === null) throw new Stale(patch.noun, patch.id, writes.records.read(patch.noun, patch.id))
    putRecord(writes, next)
  }
  for (const { noun, id } of changes.recordRemoves ?? []) removeRecord(writes, noun, id)
}

function putRecord(writes: Writes, put: RecordPut): void {
  writes.records.put(put)
  if (put.noun === 'mailbox') writes.mailboxes.put(put.value)
}

function removeRecord(writes: Writes, noun: RecordNoun, id: string): void {
  writes.records.remove(noun, id)
  if (noun === 'mailbox') writes.mailboxes.remove(id, writes.messages)
  if (noun === 'tag') writes.tags.forget(id)
  if (noun === 'account')
    for (const mailboxId of writes.mailboxes.ofAccount(id)) removeRecord(writes, 'mailbox', mailboxId)
}

function applyMessages(writes: Writes, changes: ChangeSet): void {
  const { messages, threads } = writes
  const beside = besides(writes, changes)
  // ascending rows: the search index appends instead of merging
  const rising = [...(changes.messages ?? [])].sort((a, b) => a.sortMs - b.sortMs)
  for (const message of rising) messages.put(message, beside(message.id))
  for (const patch of changes.messagePatches ?? []) {
    const current = messages.read(patch.id)
    const next = current === null ? null : applyPatch(current, patch)
    if (next === null) throw new Stale('message', patch.id, current)
    messages.put(next, beside(patch.id))
  }
  for (const id of changes.messageRemoves ?? []) messages.remove(id)
  for (const { from, into } of changes.threadMerges ?? []) threads.merge(from, into)
  for (const { ref, threadId } of changes.threadRefs ?? []) threads.putRef(ref, threadId)
}

/** What the change set says of messages elsewhere, so that new ones are written once, as they will be. */
function besides({ mailboxes }: Writes, changes: ChangeSet): (messageId: string) => Beside {
  const searched = new Set(changes.search?.map((row) => row.messageId))
  const trackers = new Set(changes.features?.flatMap((row) => (hasTracker(row.features) ? [row.messageId] : [])))
  const visible = new Set<string>()
  for (const { mailboxId, messageId } of changes.membershipAdds ?? []) {
    if (mailboxes.find(mailboxId)?.hides === false) visible.add(messageId)
  }
  return (id) => ({ searched: searched.has(id), visible: visible.has(id), tracker: trackers.has(id) })
}

function applySearch(writes: Writes, rows: readonly SearchRow[]): void {
  if (rows.length === 0) return
  const placed = rows.map((search) => ({ row: findMessage(writes, search.messageId).row, search }))
  writes.search.put(placed.sort((a, b) => a.row - b.row))
}

function applyMemberships(writes: Writes, changes: ChangeSet): void {
  for (const membership of changes.membershipAdds ?? []) {
    const { mailbox, message } = findBoth(writes, membership)
    writes.mailboxes.addMessage(mailbox.row, message)
  }
  for (const { mailboxId, messageId } of changes.membershipRemoves ?? []) {
    const mailbox = writes.mailboxes.find(mailboxId)
    const message = writes.messages.find(messageId)
    if (mailbox !== undefined && message !== undefined) writes.mailboxes.removeMessage(mailbox.row, message)
  }
}

function applyRemote(writes: Writes, changes: ChangeSet): void {
  for (const copy of changes.remotePuts ?? []) {
    const { mailbox, message } = findBoth(writes, copy)
    writes.remote.put(mailbox.row, copy.uid, message.row, copy.flags, message.body_state === pendingState)
  }
  for (const { mailboxId, uid } of changes.remoteRemoves ?? []) {
    const mailbox = writes.mailboxes.find(mailboxId)
    if (mailbox !== undefined) writes.remote.remove(mailbox.row, uid)
  }
  for (const mailboxId of changes.remoteClears ?? []) {
    const mailbox = writes.mailboxes.find(mailboxId)
    if (mailbox !== undefined) writes.remote.clear(mailbox.row)
  }
}

/** What was put names its set: that must be there by now. */
function applySets({ sets, discussions, regrouped }: Writes, changes: ChangeSet): void {
  for (const set of changes.participantSets ?? []) {
    const discussion = discussions.rowOf(set.discussionId)
    const { before } = sets.put(set, discussion)
    regrouped.add(discussion)
    if (before !== null) regrouped.add(before)
  }
  const unknown = sets.unknown()
  if (unknown !== null) throw new Stale('participantSet', unknown, null)
}

function applyScores({ messages, features, touched }: Writes, changes: ChangeSet): void {
  for (const row of changes.features ?? []) {
    const message = messages.find(row.messageId)
    if (message === undefined) continue
    features.put(message.row, row.features, touched.messages.get(message.row) === null)
    messages.setTracker(message, hasTracker(row.features))
  }
  for (const score of changes.scores ?? []) messages.score(score)
}

function applyTags(writes: Writes, changes: ChangeSet): void {
  for (const { messageId, tagId } of changes.tagAdds ?? []) {
    const message = findMessage(writes, messageId)
    if (writes.records.read('tag', tagId) === null) throw new Stale('tag', tagId, null)
    writes.tags.add(message, tagId)
  }
  for (const { messageId, tagId } of changes.tagRemoves ?? []) {
    const message = writes.messages.find(messageId)
    if (message !== undefined) writes.tags.remove(message, tagId)
  }
}

function findBoth(writes: Writes, named: Membership): { mailbox: MailboxPlace; message: MessagePlace } {
  const mailbox = writes.mailboxes.find(named.mailboxId)
  if (mailbox === undefined) throw new Stale('mailbox', named.mailboxId, null)
  return { mailbox, message: findMessage(writes, named.messageId) }
}

function findMessage(writes: Writes, id: string): MessagePlace {
  const message = writes.messages.find(id)
  if (message === undefined) throw new Stale('message', id, null)
  return message
}
