import type { ScoreStore, TagStore } from '../contracts/index.ts'
import { correspondentsIn } from './correspondents.ts'
import { pageOf } from './messages.ts'
import { isHidden, type MemoryState, type StoredMessage, tagsOf } from './state.ts'

export function scoreStore(state: MemoryState): ScoreStore {
  const stale = (rules: number): StoredMessage[] =>
    [...state.messages.values()]
      .filter(({ message }) => message.bodyState !== 'pending' && message.privacy?.rules !== rules)
      .sort((a, b) => b.row - a.row)
  return {
    async features(messageIds) {
      return new Map(
        messageIds.flatMap((id) => {
          const features = state.features.get(id)
          return features === undefined ? [] : [[id, structuredClone(features)] as const]
        }),
      )
    },
    async stale(rules, limit) {
      return stale(rules)
        .slice(0, limit)
        .map(({ message }) => message.id)
    },
    async staleCount(rules) {
      return stale(rules).length
    },
    async correspondents(addresses) {
      const all = correspondentsIn(state)
      return addresses.flatMap((address) => all.get(address) ?? [])
    },
    async writtenTo(limit) {
      return [...correspondentsIn(state).values()]
        .filter((each) => each.written > 0)
        .sort((a, b) => b.lastWrittenMs - a.lastWrittenMs || (a.address < b.address ? -1 : 1))
        .slice(0, limit)
    },
  }
}

export function tagStore(state: MemoryState): TagStore {
  const tagged = (tagId: string): StoredMessage[] =>
    [...state.messages.values()].filter(({ message }) => tagsOf(state, message.id).includes(tagId))
  return {
    async counts() {
      return [...state.records.tag.keys()].sort().map((tagId) => {
        const visible = tagged(tagId).filter(({ message }) => !isHidden(state, message.id))
        return { tagId, messages: visible.length, unread: visible.filter(({ message }) => !message.flags.seen).length }
      })
    },
    async messages(tagId, cursor, limit) {
      const page = pageOf(tagged(tagId), (stored) => stored.row, { cursor, limit })
      return { ...page, items: page.items.map(({ message }) => message.id) }
    },
  }
}
