import type { DiscussionSummary, Page } from '../../../core/defs/index.ts'
import type { PageRequest, SearchNode, Stores } from '../index.ts'
import { names } from './history.ts'

const views = [
  'all',
  'starred',
  'role:inbox',
  'role:trash',
  ...names.mailboxes.map((id) => `mailbox:${id}`),
  ...names.accounts.map((id) => `account:${id}`),
  ...names.tags.map((id) => `tag:${id}`),
  ...names.lists.map((id) => `list:${id}`),
]
const ranges = [undefined, { min: -10, max: -1 }, { min: 3, max: 3 }]

const nodes: readonly SearchNode[] = [
  { kind: 'tag', tagIds: ['work', 'gone'] },
  { kind: 'tag', tagIds: ['work', 'urgent'] },
  { kind: 'not', node: { kind: 'tag', tagIds: ['urgent'] } },
  { kind: 'with', addresses: ['ann@x'] },
  { kind: 'not', node: { kind: 'with', addresses: ['ann@x', 'bob@x'] } },
  { kind: 'importance', min: -3, max: 4 },
  { kind: 'privacy', min: 20, max: 60 },
  { kind: 'not', node: { kind: 'privacy', min: 20, max: 60 } },
  { kind: 'tracker', value: true },
  { kind: 'tracker', value: false },
  { kind: 'ids', messageIds: [...names.messages.slice(1, 3), 'gone'] },
  { kind: 'and', nodes: [{ kind: 'with', addresses: ['me@x'] }, { kind: 'visible' }] },
  { kind: 'list', listId: 'dev' },
]

/** All that can be asked of an engine about the names of history.ts. Two that were told the same must answer the same. */
export async function everything(stores: Omit<Stores, 'blobs' | 'commit' | 'stats' | 'doctor' | 'close' | 'log'>) {
  const { messages, threads, discussions, participantSets, scores, tags, search, mailboxes } = stores
  const lists: unknown[] = []
  for (const view of views) {
    for (const unread of [undefined, true]) {
      lists.push([view, unread, await discussions.histogram(view, unread)])
      for (const importance of ranges) {
        const request = { view, unread, importance }
        lists.push([
          request,
          (await paged((page) => discussions.list(page), request)).map(withoutLabels),
          await paged((page) => threads.list(page), request),
          await paged((page) => messages.list(page), request),
        ])
      }
    }
  }
  const inside: unknown[] = []
  for (const discussionId of names.discussions) {
    inside.push(
      await cursors((cursor) => discussions.threads(discussionId, cursor, 2)),
      await cursors((cursor) => discussions.messages({ discussionId, cursor, limit: 2 })),
      await discussions.messages({ discussionId, threadId: 'x', limit: 9 }),
      (await discussions.messageIds([discussionId])).sort(),
    )
  }
  const found: unknown[] = []
  for (const node of nodes) {
    found.push([node, await cursors((cursor) => search.match({ node, sort: 'newest', cursor, limit: 2 }))])
  }
  return {
    messages: await messages.get(names.messages),
    threads: await threads.get(names.threads),
    refs: [...(await threads.byRefs(names.refs))].sort(),
    walked: await messages.walk(null, 99),
    ofThreads: await messages.ofThreads(names.threads),
    memberships: await messages.memberships(names.messages),
    discussions: (await discussions.get(names.discussions)).map(withoutLabels),
    lists,
    inside,
    found,
    sets: await participantSets.walk(null, 99),
    setsOf: await participantSets.ofDiscussions(names.discussions),
    holding: await cursors((cursor) => participantSets.byAddresses(['ann@x', 'zoe@x'], cursor, 1)),
    ofSets: await cursors((cursor) => participantSets.messagesOf([names.sets[0], names.sets[1], 'gone'], cursor, 2)),
    features: await scores.features(names.messages),
    stale: [await scores.stale(1, 3), await scores.staleCount(1), await scores.staleCount(2)],
    // times of what was removed may stay: only counts follow from the messages
    people: (await scores.correspondents(names.addresses)).map((each) => [each.address, each.written, each.received]),
    writtenTo: (await scores.writtenTo(9)).map(({ address }) => address).sort(),
    tags: await tags.counts(),
    tagged: await cursors((cursor) => tags.messages('work', cursor, 2)),
    mailboxes: await mailboxes.counts(names.mailboxes),
  }
}

/** Labels of messages that were removed may stay until their address goes. */
function withoutLabels(discussion: DiscussionSummary): unknown {
  return { ...discussion, people: discussion.people.map(({ address }) => address) }
}

function paged<T>(list: (request: PageRequest) => Promise<Page<T>>, request: Omit<PageRequest, 'limit'>) {
  return cursors((cursor) => list({ ...request, cursor, limit: 2 }))
}

async function cursors<T>(next: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await next(cursor)
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}
