import type { DiscussionPerson, DiscussionSummary, ParticipantSet } from '../../core/defs/index.ts'
import type { DiscussionStore, ParticipantSetStore } from '../contracts/index.ts'
import { bareSubject, maxPeople, parseView, senderOf, summaryProtocol, talkersOf } from '../derived/index.ts'
import { labelsOf } from './correspondents.ts'
import { isIn, pageOf, summaryOf } from './messages.ts'
import type { MemoryState, StoredMessage } from './state.ts'
import { filesOf, importanceOver, mailboxIdsOver, matchesFilter, privacyOver, shownAmong, tagIdsOver } from './sums.ts'
import { summariseThread } from './threads.ts'

export function discussionStore(state: MemoryState): DiscussionStore {
  const inView = (view: string) => {
    const parsed = parseView(view)
    return discussionIds(state).filter((id) => membersOf(state, id).some(({ message }) => isIn(state, parsed, message)))
  }
  return {
    async list(request) {
      const matching = inView(request.view).filter((id) => matchesFilter(summarise(state, id), request))
      const page = pageOf(matching, (id) => shownOf(state, id).at(-1)?.row ?? 0, request)
      return { ...page, items: page.items.flatMap((id) => summarise(state, id) ?? []) }
    },
    async get(ids) {
      return ids.flatMap((id) => summarise(state, id) ?? [])
    },
    async histogram(view, unread) {
      const levels = Array.from({ length: 21 }, () => 0)
      for (const id of inView(view)) {
        const summary = summarise(state, id)
        if (summary === null || !matchesFilter(summary, { unread })) continue
        levels[summary.importance + 10] = (levels[summary.importance + 10] ?? 0) + 1
      }
      return levels
    },
    async threads(discussionId, cursor, limit) {
      const newest = new Map(shownOf(state, discussionId).map(({ row, message }) => [message.threadId, row]))
      const page = pageOf([...newest], ([, row]) => row, { cursor, limit })
      return { ...page, items: page.items.flatMap(([id]) => summariseThread(state, id) ?? []) }
    },
    async messages({ discussionId, threadId, cursor, limit }) {
      const shown = shownOf(state, discussionId)
      const wanted = threadId === undefined ? shown : shown.filter(({ message }) => message.threadId === threadId)
      const page = pageOf(wanted, (stored) => stored.row, { cursor, limit })
      return { ...page, items: page.items.flatMap(({ message }) => summaryOf(state, message.id) ?? []) }
    },
    async messageIds(discussionIds) {
      return discussionIds.flatMap((id) => membersOf(state, id).map(({ message }) => message.id))
    },
  }
}

export function participantSetStore(state: MemoryState): ParticipantSetStore {
  const sorted = () => [...state.sets.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    async get(ids) {
      return structuredClone(ids.flatMap((id) => state.sets.get(id) ?? []))
    },
    async byAddresses(addresses, cursor, limit) {
      const found = sorted().filter(
        (set) => (cursor === undefined || set.id > cursor) && set.addresses.some((each) => addresses.includes(each)),
      )
      const items = structuredClone(found.slice(0, limit))
      return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
    async ofDiscussions(discussionIds) {
      return structuredClone(discussionIds.flatMap((id) => setsOf(state, id)))
    },
    async walk(after, limit) {
      return structuredClone(
        sorted()
          .filter((set) => after === null || set.id > after)
          .slice(0, limit),
      )
    },
    async messagesOf(setIds, cursor, limit) {
      const held = [...state.messages.values()].filter(({ message }) => setIds.includes(message.participantSetId))
      const page = pageOf(held, (stored) => stored.row, { cursor, limit })
      return { ...page, items: page.items.map(({ message }) => message.id) }
    },
  }
}

function setsOf(state: MemoryState, discussionId: string): ParticipantSet[] {
  return [...state.sets.values()]
    .filter((set) => set.discussionId === discussionId)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function discussionIds(state: MemoryState): string[] {
  return [...new Set([...state.sets.values()].map((set) => set.discussionId))]
}

/** Messages of a discussion, oldest first. */
function membersOf(state: MemoryState, discussionId: string): readonly StoredMessage[] {
  const sets = new Set(setsOf(state, discussionId).map((set) => set.id))
  const members = [...state.messages.values()].filter(({ message }) => sets.has(message.participantSetId))
  return members.sort((a, b) => a.row - b.row)
}

const shownOf = (state: MemoryState, discussionId: string): readonly StoredMessage[] =>
  shownAmong(state, membersOf(state, discussionId))

function summarise(state: MemoryState, id: string): DiscussionSummary | null {
  const shown = shownOf(state, id)
  const newest = shown.at(-1)?.message
  if (newest === undefined) return null
  const sets = setsOf(state, id)
  const listId = sets.find((set) => set.listId !== null)?.listId ?? null
  const circular = sets.some((set) => set.circularBy !== null)
  const everybody = peopleIn(state, newest, sets)
  return {
    id,
    kind: listId !== null ? 'list' : circular ? 'circular' : 'people',
    people: everybody.slice(0, maxPeople),
    peopleCount: Math.max(new Set(sets.flatMap((set) => set.addresses)).size, talkersOf(newest).size),
    listId,
    count: shown.length,
    unread: shown.filter(({ message }) => !message.flags.seen).length,
    flagged: shown.some(({ message }) => message.flags.flagged),
    attachments: filesOf(shown),
    threadCount: new Set(shown.map(({ message }) => message.threadId)).size,
    lastMs: newest.sortMs,
    lastMessageId: newest.id,
    lastFrom: senderOf(newest),
    lastOwn: newest.own,
    subject: bareSubject(newest.subject),
    excerpt: newest.excerpt,
    tagIds: tagIdsOver(state, shown),
    importance: importanceOver(shown),
    privacy: privacyOver(shown),
    protocols: [summaryProtocol],
    mailboxIds: mailboxIdsOver(state, membersOf(state, id)),
    byHand: sets.some((set) => set.threadId !== null),
  }
}

function peopleIn(
  state: MemoryState,
  newest: StoredMessage['message'],
  sets: readonly ParticipantSet[],
): DiscussionPerson[] {
  const talkers = talkersOf(newest)
  const addresses = new Set([...talkers.keys(), ...sets.flatMap((set) => set.addresses)])
  const labels = labelsOf(state, [...addresses])
  return [...addresses].map((address) => ({
    address,
    label: talkers.get(address) || labels.get(address) || '',
    contactId: null,
  }))
}
