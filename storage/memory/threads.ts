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
import { isHidden, type MemoryState, mailboxesOf, type StoredMessage } from './state.ts'

export function threadStore(state: MemoryState): ThreadStore {
  return {
    async list(request) {
      const view = parseView(request.view)
      const inView = [...state.threads.keys()].filter(
        (id) => threadIsIn(state, view, id) && !(request.unread === true && summarise(state, id)?.unread === 0),
      )
      const page = pageOf(inView, (id) => shownOf(state, id).at(-1)?.row ?? 0, request)
      return { ...page, items: page.items.flatMap((id) => summarise(state, id) ?? []) }
    },
    async get(ids) {
      return ids.flatMap((id) => summarise(state, id) ?? [])
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
function shownOf(state: MemoryState, threadId: string): StoredMessage[] {
  const members = membersOf(state, threadId)
  const visible = members.filter((stored) => !isHidden(state, stored.message.id))
  return visible.length > 0 ? visible : members
}

function threadIsIn(state: MemoryState, view: ParsedView, threadId: string): boolean {
  return membersOf(state, threadId).some((stored) => isIn(state, view, stored.message))
}

function summarise(state: MemoryState, threadId: string): ThreadSummary | null {
  const shown = shownOf(state, threadId).map((stored) => stored.message)
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
    attachments: shown.flatMap((message) => message.attachments).filter((file) => !file.inline).length,
    listId: newest.listId,
    mailboxIds: [
      ...new Set(membersOf(state, threadId).flatMap((stored) => mailboxesOf(state, stored.message.id))),
    ].sort(),
  }
}
