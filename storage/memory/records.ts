import { type RecordNoun, type RecordOf, recordNouns } from '../../core/defs/index.ts'
import type { LogStore, MailboxStore, RecordStore, RemoteStore } from '../contracts/index.ts'
import type { MemoryState } from './state.ts'

export function recordStore(state: MemoryState): RecordStore {
  const all = <N extends RecordNoun>(noun: N, scope: string | undefined): RecordOf<N>[] => {
    const field = recordNouns[noun].scope
    const records = [...state.records[noun].values()] as RecordOf<N>[] // checked: the maps are paired with their nouns
    return records
      .filter((record) => scope === undefined || field === null || Reflect.get(record, field) === scope)
      .sort((a, b) => compare(a.id, b.id))
  }
  return {
    async get(noun, id) {
      return structuredClone(all(noun, undefined).find((record) => record.id === id)) ?? null
    },
    async list(noun, { scope, cursor, limit, descending = false }) {
      const records = all(noun, scope)
      if (descending) records.reverse()
      const rest = records.filter(
        (record) =>
          cursor === undefined || (descending ? compare(record.id, cursor) < 0 : compare(record.id, cursor) > 0),
      )
      const items = structuredClone(rest.slice(0, limit))
      return { items, nextCursor: rest.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
    async count(noun, scope) {
      return all(noun, scope).length
    },
  }
}

export function mailboxStore(state: MemoryState): MailboxStore {
  return {
    async counts(mailboxIds) {
      const known = mailboxIds.filter((id) => state.records.mailbox.has(id))
      return known.map((mailboxId) => {
        const held = [...state.messages.values()].filter(({ message }) =>
          state.memberships.get(message.id)?.has(mailboxId),
        )
        return { mailboxId, total: held.length, unread: held.filter(({ message }) => !message.flags.seen).length }
      })
    },
  }
}

export function remoteStore(state: MemoryState): RemoteStore {
  const held = (mailboxId: string) =>
    [...state.remote.values()].filter((copy) => copy.mailboxId === mailboxId).sort((a, b) => a.uid - b.uid)
  return {
    async page(mailboxId, afterUid, limit) {
      return structuredClone(
        held(mailboxId)
          .filter((copy) => copy.uid > afterUid)
          .slice(0, limit),
      )
    },
    async byUids(mailboxId, uids) {
      return structuredClone(uids.flatMap((uid) => state.remote.get(`${mailboxId} ${uid}`) ?? []))
    },
    async byMessages(messageIds) {
      const wanted = new Set(messageIds)
      return structuredClone([...state.remote.values()].filter((copy) => wanted.has(copy.messageId)))
    },
    async count(mailboxId) {
      return held(mailboxId).length
    },
  }
}

export function logStore(state: MemoryState): LogStore {
  const sorted = () => [...state.log.values()].sort((a, b) => compare(a.clock, b.clock))
  return {
    async since(clock, limit) {
      return structuredClone(
        sorted()
          .filter((entry) => clock === null || entry.clock > clock)
          .slice(0, limit),
      )
    },
    async last() {
      return sorted().at(-1)?.clock ?? null
    },
    async count() {
      return state.log.size
    },
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
