import type { SearchStore } from '../../contracts/index.ts'
import { fromCursor, peopleOf, toCursor } from '../../derived/index.ts'
import { isHidden, type MemoryState, type StoredMessage } from '../state.ts'
import { matches } from './matches.ts'

/** Reads the state as it is; commit.ts keeps `state.search` in step with the messages. Relevance is just the newest. */
export function createMemorySearch(state: MemoryState): SearchStore {
  const newest = (): StoredMessage[] => [...state.messages.values()].sort((a, b) => b.row - a.row)

  return {
    async match({ node, cursor, limit }) {
      const before = fromCursor(cursor) ?? Number.MAX_SAFE_INTEGER
      const found = newest().filter((stored) => stored.row < before && matches(state, stored, node))
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map(({ message }) => message.id),
        nextCursor: found.length > page.length && last !== undefined ? toCursor(last.row) : null,
      }
    },
    async coverage() {
      const oldest = newest().findLast(({ message }) => state.search.has(message.id))
      return { messages: state.search.size, oldestMs: oldest?.message.sortMs ?? null }
    },
    async people(limit) {
      const people = new Map<string, { address: string; label: string; count: number; lastMs: number }>()
      for (const { message } of newest()) {
        for (const [address, label] of peopleOf(message)) {
          const known = people.get(address) ?? { address, label: '', count: 0, lastMs: message.sortMs }
          people.set(address, { ...known, label: known.label || label, count: known.count + 1 })
        }
      }
      const latest = [...people.values()].sort((a, b) => b.lastMs - a.lastMs || (a.address < b.address ? -1 : 1))
      return latest.slice(0, limit)
    },
    async subjects(limit) {
      const subjects = new Map<string, { threadId: string; subject: string; lastMs: number }>()
      for (const { message } of newest()) {
        if (isHidden(state, message.id) || subjects.has(message.threadId)) continue
        subjects.set(message.threadId, { threadId: message.threadId, subject: message.subject, lastMs: message.sortMs })
      }
      return [...subjects.values()].slice(0, limit)
    },
  }
}
