import type { ThreadSummary } from '../../core/defs/index.ts'
import type { ThreadStore } from '../contracts/index.ts'
import {
  bareSubject,
  fromCursor,
  latestPeople,
  type ParsedView,
  parseView,
  senderOf,
  toCursor,
} from '../derived/index.ts'
import { isIn, membersOf, pageOf, summaryOf } from './messages.ts'
import type { MemoryState, StoredMessage } from './state.ts'
import { filesOf, importanceOver, mailboxIdsOver, matchesFilter, privacyOver, shownAmong, tagIdsOver } from './sums.ts'

export function threadStore(state: MemoryState): ThreadStore {
  return {
    async list(request) {
      const view = parseView(request.view)
      const inView = [...state.threads.keys()].filter(
        (id) => threadIsIn(state, view, id) && matchesFilter(summariseThread(state, id), request),
      )
      const page = pageOf(inView, (id) => shownOfThread(state, id).at(-1)?.row ?? 0, request)
      return { ...page, items: page.items.flatMap((id) => summariseThread(state, id) ?? []) }
    },
    async get(ids) {
      return ids.flatMap((id) => summariseThread(state, id) ?? [])
    },
    async messages(threadId, cursor, limit) {
      const after = fromCursor(cursor) ?? -1
      const rest = membersOf(state, threadId).filter((stored) => stored.row > after)
      const page = rest.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.flatMap((stored) => summaryOf(state, stored.message.id) ?? []),
        nextCursor: last !== undefined && rest.length > limit ? toCursor(last.row) : null,
      }
    },
    async byRefs(refs) {
      return new Map(
        refs.flatMap((ref) => {
          const threadId = state.refs.get(ref)
          return threadId === undefined ? [] : [[ref, threadId] as const]
        }),
      )
    },
  }
}

/** What a thread is summed up over: its messages outside junk and trash, or all of them when there are none. */
export function shownOfThread(state: MemoryState, threadId: string): readonly StoredMessage[] {
  return shownAmong(state, membersOf(state, threadId))
}

function threadIsIn(state: MemoryState, view: ParsedView, threadId: string): boolean {
  return membersOf(state, threadId).some((stored) => isIn(state, view, stored.message))
}

export function summariseThread(state: MemoryState, threadId: string): ThreadSummary | null {
  const counted = shownOfThread(state, threadId)
  const shown = counted.map((stored) => stored.message)
  const oldest = shown[0]
  const newest = shown.at(-1)
  if (oldest === undefined || newest === undefined) return null
  return {
    id: threadId,
    subject: bareSubject(oldest.subject),
    people: latestPeople([...shown].reverse().map(senderOf)),
    count: shown.length,
    unread: shown.filter((message) => !message.flags.seen).length,
    flagged: shown.some((message) => message.flags.flagged),
    lastMs: newest.sortMs,
    lastMessageId: newest.id,
    lastFrom: senderOf(newest),
    excerpt: newest.excerpt,
    attachments: filesOf(counted),
    listId: newest.listId,
    mailboxIds: mailboxIdsOver(state, membersOf(state, threadId)),
    importance: importanceOver(counted),
    privacy: privacyOver(counted),
    tagIds: tagIdsOver(state, counted),
  }
}
