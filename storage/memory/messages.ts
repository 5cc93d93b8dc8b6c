import type { Message, MessageSummary, Page } from '../../core/defs/index.ts'
import type { MessageStore, PageRequest, RemoteCopy } from '../contracts/index.ts'
import { fromCursor, hiddenRoles, type ParsedView, parseView, toCursor } from '../derived/index.ts'
import { isHidden, type MemoryState, mailboxesOf, type StoredMessage, tagsOf } from './state.ts'
import { isBetween } from './sums.ts'

export function messageStore(state: MemoryState): MessageStore {
  return {
    async get(ids) {
      return ids.flatMap((id) => summaryOf(state, id) ?? [])
    },
    async list(request) {
      const view = parseView(request.view)
      const inView = [...state.messages.values()].filter(
        ({ message }) =>
          isIn(state, view, message) &&
          !(request.unread === true && message.flags.seen) &&
          (request.importance === undefined || isBetween(message.importance, request.importance)),
      )
      const page = pageOf(inView, (stored) => stored.row, request)
      return { ...page, items: page.items.flatMap((stored) => summaryOf(state, stored.message.id) ?? []) }
    },
    async byMessageIds(messageIds) {
      const wanted = new Set(messageIds)
      const found = newestLast(state).filter(
        ({ message }) => message.messageId !== null && wanted.has(message.messageId),
      )
      return structuredClone(found.map((stored) => stored.message))
    },
    async ofThreads(threadIds) {
      return threadIds.flatMap((threadId) => membersOf(state, threadId).map((stored) => stored.message.id))
    },
    async memberships(messageIds) {
      return messageIds.flatMap((messageId) =>
        mailboxesOf(state, messageId).map((mailboxId) => ({ mailboxId, messageId })),
      )
    },
    async walk(after, limit) {
      const ids = [...state.messages.keys()].sort()
      return ids.filter((id) => after === null || id > after).slice(0, limit)
    },
    async pendingBodies(mailboxId, limit) {
      const rowOf = (copy: RemoteCopy) => state.messages.get(copy.messageId)?.row ?? 0
      return [...state.remote.values()]
        .filter((copy) => copy.mailboxId === mailboxId)
        .filter((copy) => state.messages.get(copy.messageId)?.message.bodyState === 'pending')
        .sort((a, b) => rowOf(b) - rowOf(a))
        .slice(0, limit)
    },
  }
}

export function summaryOf(state: MemoryState, id: string): MessageSummary | null {
  const stored = state.messages.get(id)
  if (stored === undefined) return null
  return structuredClone({
    ...stored.message,
    mailboxIds: mailboxesOf(state, id),
    discussionId: state.sets.get(stored.message.participantSetId)?.discussionId ?? '',
    tagIds: tagsOf(state, id),
  })
}

/** Messages of a thread, oldest first. */
export function membersOf(state: MemoryState, threadId: string): StoredMessage[] {
  const members = [...(state.threads.get(threadId) ?? [])].flatMap((id) => state.messages.get(id) ?? [])
  return members.sort((a, b) => a.row - b.row)
}

export function isIn(state: MemoryState, view: ParsedView, message: Message): boolean {
  switch (view.kind) {
    case 'all':
      return !isHidden(state, message.id)
    case 'starred':
      return message.flags.flagged && !isHidden(state, message.id)
    case 'mailbox':
      return state.memberships.get(message.id)?.has(view.id) === true
    case 'account':
      return mailboxesOf(state, message.id).some((id) => {
        const mailbox = state.records.mailbox.get(id)
        return mailbox?.accountId === view.id && !hiddenRoles.some((role) => role === mailbox.role)
      })
    case 'tag':
      return tagsOf(state, message.id).includes(view.id) && !isHidden(state, message.id)
    case 'list':
      return message.listId?.toLowerCase() === view.id && !isHidden(state, message.id)
    case 'role':
      return mailboxesOf(state, message.id).some((id) => state.records.mailbox.get(id)?.role === view.role)
  }
}

/** Newest first; the cursor is the row that the last page ended with. */
export function pageOf<T>(
  items: readonly T[],
  rowOf: (item: T) => number,
  request: Pick<PageRequest, 'cursor' | 'limit'>,
): Page<T> {
  const before = fromCursor(request.cursor) ?? Number.POSITIVE_INFINITY
  const rest = items.filter((item) => rowOf(item) < before).sort((a, b) => rowOf(b) - rowOf(a))
  const page = rest.slice(0, request.limit)
  const last = page.at(-1)
  return { items: page, nextCursor: last !== undefined && rest.length > page.length ? toCursor(rowOf(last)) : null }
}

function newestLast(state: MemoryState): StoredMessage[] {
  return [...state.messages.values()].sort((a, b) => a.row - b.row)
}
