import { type Message, type RecordNoun, recordNouns } from '../../core/defs/index.ts'
import type { ChangeSet, CommitResult, Membership, RecordPut, StaleNoun } from '../contracts/index.ts'
import { applyPatch, firstRowOf, rowsPerSecond, sameSecond } from '../derived/index.ts'
import { type MemoryState, Undo } from './state.ts'

/** Thrown to leave a commit half-way; everything done so far is taken back. */
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

export function commitTo(state: MemoryState, changes: ChangeSet): CommitResult {
  const undo = new Undo()
  try {
    new Commit(state, undo).apply(changes)
    return { ok: true }
  } catch (thrown) {
    undo.revert()
    if (!(thrown instanceof Stale)) throw thrown
    return { ok: false, conflict: { noun: thrown.noun, id: thrown.id, current: thrown.current } }
  }
}

class Commit {
  readonly #state: MemoryState
  readonly #undo: Undo

  constructor(state: MemoryState, undo: Undo) {
    this.#state = state
    this.#undo = undo
  }

  apply(changes: ChangeSet): void {
    this.#records(changes)
    const rising = [...(changes.messages ?? [])].sort((a, b) => a.sortMs - b.sortMs)
    for (const message of rising) this.#putMessage(message, changes)
    for (const patch of changes.messagePatches ?? []) {
      const current = this.#state.messages.get(patch.id)?.message ?? null
      const next = current === null ? null : applyPatch(current, patch)
      if (next === null) throw new Stale('message', patch.id, current)
      this.#putMessage(next, changes)
    }
    for (const id of changes.messageRemoves ?? []) this.#removeMessage(id)
    for (const { from, into } of changes.threadMerges ?? []) this.#merge(from, into)
    for (const { ref, threadId } of changes.threadRefs ?? []) this.#undo.set(this.#state.refs, ref, threadId)
    for (const row of changes.search ?? []) {
      this.#needMessage(row.messageId)
      this.#undo.set(this.#state.search, row.messageId, row)
    }
    this.#memberships(changes)
    this.#remote(changes)
    this.#judgements(changes)
    this.#needSets(changes)
    for (const entry of changes.log ?? []) this.#undo.set(this.#state.log, entry.clock, entry)
    this.#dropRefsOfNoThread()
  }

  #records(changes: ChangeSet): void {
    for (const put of changes.recordInserts ?? []) {
      const current = this.#state.records[put.noun].get(put.value.id)
      if (current !== undefined) throw new Stale(put.noun, put.value.id, current)
      this.#putRecord(put)
    }
    for (const put of changes.recordPuts ?? []) this.#putRecord(put)
    for (const patch of changes.recordPatches ?? []) {
      const current = this.#state.records[patch.noun].get(patch.id) ?? null
      const next = current === null ? null : applyPatch<object>(current, patch)
      if (next === null) throw new Stale(patch.noun, patch.id, current)
      // checked: the schema of the noun is what RecordPut pairs it with
      this.#putRecord({ noun: patch.noun, value: recordNouns[patch.noun].schema.parse(next) } as RecordPut)
    }
    for (const { noun, id } of changes.recordRemoves ?? []) this.#removeRecord(noun, id)
  }

  #putRecord({ noun, value }: RecordPut): void {
    const map: Map<string, unknown> = this.#state.records[noun]
    this.#undo.set(map, value.id, value)
  }

  #removeRecord(noun: RecordNoun, id: string): void {
    const map: Map<string, unknown> = this.#state.records[noun]
    this.#undo.delete(map, id)
    if (noun === 'account') {
      for (const mailbox of [...this.#state.records.mailbox.values()]) {
        if (mailbox.accountId === id) this.#removeRecord('mailbox', mailbox.id)
      }
    }
    if (noun === 'mailbox') this.#emptyMailbox(id)
    if (noun === 'tag')
      for (const messageId of [...this.#state.tags.keys()]) this.#undo.drop(this.#state.tags, messageId, id)
  }

  #emptyMailbox(mailboxId: string): void {
    this.#clearRemote(mailboxId)
    for (const [messageId, mailboxIds] of [...this.#state.memberships]) {
      if (!mailboxIds.has(mailboxId)) continue
      this.#undo.drop(this.#state.memberships, messageId, mailboxId)
      if (!this.#state.memberships.has(messageId)) this.#removeMessage(messageId)
    }
  }

  #putMessage(message: Message, changes: ChangeSet): void {
    const { messages, rows, threads, search } = this.#state
    const before = messages.get(message.id)
    const searchComes = changes.search?.some((row) => row.messageId === message.id) === true
    const stays =
      before !== undefined &&
      (sameSecond(before.message.sortMs, message.sortMs) || (search.has(message.id) && !searchComes))
    const row = stays ? before.row : this.#freeRow(message.sortMs)
    if (before !== undefined) {
      this.#undo.drop(threads, before.message.threadId, message.id)
      this.#undo.delete(rows, before.row)
    }
    this.#undo.set(messages, message.id, { row, message })
    this.#undo.set(rows, row, message.id)
    this.#undo.add(threads, message.threadId, message.id)
  }

  #freeRow(sortMs: number): number {
    for (let first = firstRowOf(sortMs); ; first += rowsPerSecond) {
      const places = Array.from({ length: rowsPerSecond }, (_, i) => first + i)
      const last = places.findLastIndex((row) => this.#state.rows.has(row))
      if (last + 1 < rowsPerSecond) return first + last + 1
    }
  }

  #removeMessage(id: string): void {
    const { messages, rows, threads, search, memberships, remote, features, tags } = this.#state
    const stored = messages.get(id)
    if (stored === undefined) return
    this.#undo.delete(messages, id)
    this.#undo.delete(rows, stored.row)
    this.#undo.delete(search, id)
    this.#undo.delete(memberships, id)
    this.#undo.delete(features, id)
    this.#undo.delete(tags, id)
    for (const [key, copy] of [...remote]) if (copy.messageId === id) this.#undo.delete(remote, key)
    this.#undo.drop(threads, stored.message.threadId, id)
  }

  #merge(from: string, into: string): void {
    if (from === into) return
    for (const id of this.#state.threads.get(from) ?? []) {
      const stored = this.#state.messages.get(id)
      if (stored === undefined) continue
      this.#undo.set(this.#state.messages, id, { ...stored, message: { ...stored.message, threadId: into } })
      this.#undo.add(this.#state.threads, into, id)
    }
    this.#undo.delete(this.#state.threads, from)
    for (const [ref, threadId] of [...this.#state.refs]) {
      if (threadId === from) this.#undo.set(this.#state.refs, ref, into)
    }
  }

  #memberships(changes: ChangeSet): void {
    for (const membership of changes.membershipAdds ?? []) {
      this.#needBoth(membership)
      this.#undo.add(this.#state.memberships, membership.messageId, membership.mailboxId)
    }
    for (const { messageId, mailboxId } of changes.membershipRemoves ?? []) {
      this.#undo.drop(this.#state.memberships, messageId, mailboxId)
    }
  }

  #remote(changes: ChangeSet): void {
    for (const copy of changes.remotePuts ?? []) {
      this.#needBoth(copy)
      this.#undo.set(this.#state.remote, `${copy.mailboxId} ${copy.uid}`, copy)
    }
    for (const { mailboxId, uid } of changes.remoteRemoves ?? []) {
      this.#undo.delete(this.#state.remote, `${mailboxId} ${uid}`)
    }
    for (const mailboxId of changes.remoteClears ?? []) this.#clearRemote(mailboxId)
  }

  #judgements(changes: ChangeSet): void {
    const { messages, sets, features, tags, records } = this.#state
    for (const set of changes.participantSets ?? []) this.#undo.set(sets, set.id, set)
    for (const row of changes.features ?? []) {
      if (messages.has(row.messageId)) this.#undo.set(features, row.messageId, row.features)
    }
    for (const { messageId, privacy, importance } of changes.scores ?? []) {
      const stored = messages.get(messageId)
      if (stored === undefined) continue
      this.#undo.set(messages, messageId, { ...stored, message: { ...stored.message, privacy, importance } })
    }
    for (const { messageId, tagId } of changes.tagAdds ?? []) {
      this.#needMessage(messageId)
      if (!records.tag.has(tagId)) throw new Stale('tag', tagId, null)
      this.#undo.add(tags, messageId, tagId)
    }
    for (const { messageId, tagId } of changes.tagRemoves ?? []) this.#undo.drop(tags, messageId, tagId)
  }

  /** The sets of what was put. */
  #needSets(changes: ChangeSet): void {
    const put = [...(changes.messages ?? []).map(({ id }) => id), ...(changes.messagePatches ?? []).map(({ id }) => id)]
    for (const id of put) {
      const set = this.#state.messages.get(id)?.message.participantSetId ?? ''
      if (set !== '' && !this.#state.sets.has(set)) throw new Stale('participantSet', set, null)
    }
  }

  #clearRemote(mailboxId: string): void {
    for (const [key, copy] of [...this.#state.remote]) {
      if (copy.mailboxId === mailboxId) this.#undo.delete(this.#state.remote, key)
    }
  }

  #dropRefsOfNoThread(): void {
    for (const [ref, threadId] of [...this.#state.refs]) {
      if (!this.#state.threads.has(threadId)) this.#undo.delete(this.#state.refs, ref)
    }
  }

  #needBoth({ messageId, mailboxId }: Membership): void {
    if (!this.#state.records.mailbox.has(mailboxId)) throw new Stale('mailbox', mailboxId, null)
    this.#needMessage(messageId)
  }

  #needMessage(id: string): void {
    if (!this.#state.messages.has(id)) throw new Stale('message', id, null)
  }
}
