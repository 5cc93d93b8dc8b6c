import type { Database } from 'better-sqlite3'
import type { RecordNoun } from '../../core/defs/index.ts'
import type { ChangeSet, CommitResult, Membership, RecordPut, SearchRow, StaleNoun } from '../contracts/index.ts'
import { applyPatch } from '../derived/index.ts'
import { judgementWrites } from './judgements.ts'
import { logWrites } from './log/index.ts'
import { type MailboxPlace, mailboxWrites } from './mailboxes/index.ts'
import { type MessagePlace, messageWrites, pendingState } from './messages/index.ts'
import { recordWrites } from './records/index.ts'
import { remoteWrites } from './remote/index.ts'
import { searchWrites } from './search/index.ts'
import { threadWrites } from './threads/index.ts'
import { Touched } from './touched.ts'

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

export type Writes = ReturnType<typeof openWrites>

/** The writers of all nouns, their statements prepared. */
export function openWrites(db: Database) {
  const touched = new Touched()
  const search = searchWrites(db)
  const mailboxes = mailboxWrites(db, touched)
  const threads = threadWrites(db, touched, (row) => mailboxes.place(row))
  const messages = messageWrites(db, { search, touched, threadRow: threads.rowOf })
  return {
    touched,
    search,
    mailboxes,
    threads,
    messages,
    records: recordWrites(db),
    remote: remoteWrites(db),
    judgements: judgementWrites(db),
    log: logWrites(db),
  }
}

/** Applies change sets, each in one transaction that takes the write lock at its start. */
export function createCommit(db: Database, writes: Writes): (changes: ChangeSet) => CommitResult {
  const run = db.transaction((changes: ChangeSet) => {
    writes.touched.clear()
    writes.mailboxes.begin()
    applyRecords(writes, changes)
    applyMessages(writes, changes)
    applySearch(writes, changes.search ?? [])
    applyMemberships(writes, changes)
    applyRemote(writes, changes)
    applyJudgements(writes, changes)
    for (const entry of changes.log ?? []) writes.log.append(entry)
    derive(writes)
  })
  return (changes) => {
    try {
      run.immediate(changes)
      return { ok: true }
    } catch (thrown) {
      if (!(thrown instanceof Stale)) throw thrown
      return { ok: false, conflict: { noun: thrown.noun, id: thrown.id, current: thrown.current } }
    }
  }
}

/** Everything that follows from what was touched. Messages first: threads are summed up over those not hidden. */
export function derive({ touched, messages, threads, mailboxes }: Writes): void {
  for (const row of touched.messages) messages.deriveHidden(row)
  for (const row of touched.threads) threads.derive(row)
  mailboxes.applyCounts()
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
  if (noun === 'tag') writes.judgements.dropTag(id)
  if (noun === 'account')
    for (const mailboxId of writes.mailboxes.ofAccount(id)) removeRecord(writes, 'mailbox', mailboxId)
}

function applyMessages({ messages, threads }: Writes, changes: ChangeSet): void {
  const searched = new Set(changes.search?.map((row) => row.messageId))
  // ascending rows: the search index appends instead of merging
  const rising = [...(changes.messages ?? [])].sort((a, b) => a.sortMs - b.sortMs)
  for (const message of rising) messages.put(message, searched.has(message.id))
  for (const patch of changes.messagePatches ?? []) {
    const current = messages.read(patch.id)
    const next = current === null ? null : applyPatch(current, patch)
    if (next === null) throw new Stale('message', patch.id, current)
    messages.put(next, searched.has(patch.id))
  }
  for (const id of changes.messageRemoves ?? []) messages.remove(id)
  for (const { from, into } of changes.threadMerges ?? []) threads.merge(from, into)
  for (const { ref, threadId } of changes.threadRefs ?? []) threads.putRef(ref, threadId)
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

function applyJudgements(writes: Writes, changes: ChangeSet): void {
  for (const set of changes.participantSets ?? []) writes.judgements.putSet(set)
  for (const { messageId, features } of changes.features ?? []) {
    const message = writes.messages.find(messageId)
    if (message !== undefined) writes.judgements.putFeatures(message.row, features)
  }
  for (const { messageId, privacy, importance } of changes.scores ?? []) {
    const message = writes.messages.read(messageId)
    if (message !== null) writes.messages.put({ ...message, privacy, importance }, false)
  }
  for (const { messageId, tagId } of changes.tagAdds ?? []) {
    const { row } = findMessage(writes, messageId)
    if (writes.records.read('tag', tagId) === null) throw new Stale('tag', tagId, null)
    writes.judgements.tag(row, tagId)
  }
  for (const { messageId, tagId } of changes.tagRemoves ?? []) {
    const message = writes.messages.find(messageId)
    if (message !== undefined) writes.judgements.untag(message.row, tagId)
  }
  for (const { id } of [...(changes.messages ?? []), ...(changes.messagePatches ?? [])]) {
    const set = writes.messages.read(id)?.participantSetId ?? ''
    if (set !== '' && !writes.judgements.hasSet(set)) throw new Stale('participantSet', set, null)
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
