import type { QueryClient } from '@tanstack/react-query'
import type { Client, MailboxSummary, MessageSummary } from '../../core/defs/index.ts'
import { keys } from './keys.ts'
import {
  belongs,
  changeRows,
  fetchList,
  isDiscussion,
  isShown,
  type ListItem,
  type ListPages,
  type LoadedList,
  listKey,
  loadedLists,
  mergeFirstPage,
} from './lists.ts'
import { changeMessages, loadedMessagePages, type MessagePages } from './message-pages.ts'
import type { Touched } from './touched.ts'

/** Above this many touched things, asking for each costs more than asking for the lists again. */
const askedAtMost = 40
/** Rows of the first page that is fetched again when something is new. */
const firstPageRows = 50
/** Messages whose discussion is remembered: as many as a person reads in a session. */
const rememberedAtMost = 20_000

/** Which discussion a message is in, as far as it was seen: events name messages, lists show discussions. */
export type DiscussionOf = Map<string, string>

/** Brings loaded lists and open discussions up to date without loading again what was scrolled through. */
export async function refresh(
  client: Client,
  queries: QueryClient,
  touched: Touched,
  discussionOf: DiscussionOf,
): Promise<void> {
  if (touched.discussions.size > 0 || discussionOf.size > rememberedAtMost) discussionOf.clear()
  const lists = loadedLists(queries)
  remember(discussionOf, queries, lists)
  const many =
    touched.more || [touched.messages, touched.threads, touched.discussions].some((s) => s.size > askedAtMost)
  if (many) return refreshAll(client, queries, lists)
  const now = await readMessages(client, touched.messages)
  const rows = touchedRows(touched, lists, now, discussionOf)
  for (const [id, message] of now) if (message) discussionOf.set(id, message.discussionId)
  const gone = await regrouped(client, queries, touched.discussions)
  refreshMessages(queries, touched, { ...rows, discussions: without(rows.discussions, gone) }, now)
  if (!touched.added) {
    await patchRows(client, queries, rows)
    await Promise.all(lists.map((list) => refreshIfMissing(client, queries, list, rows)))
    return
  }
  // The tops first: most of what changed is there, or gone from there, and need not be asked for by itself.
  const tops = await Promise.all(lists.map((list) => refreshHead(client, queries, list)))
  const fresh = new Set(tops.flat())
  const left = { threads: without(rows.threads, fresh), discussions: without(rows.discussions, fresh) }
  await patchRows(client, queries, left)
}

const without = (ids: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> =>
  new Set([...ids].filter((id) => !others.has(id)))

/** Too much to ask for one by one: the tops of the lists, and what is open, anew. */
async function refreshAll(client: Client, queries: QueryClient, lists: readonly LoadedList[]): Promise<void> {
  void queries.invalidateQueries({ queryKey: keys.allDiscussionMessages })
  void queries.invalidateQueries({ queryKey: keys.allThreadMessages })
  void queries.invalidateQueries({ queryKey: keys.allDiscussionThreads })
  void queries.invalidateQueries({ queryKey: keys.allDiscussions })
  void queries.invalidateQueries({ queryKey: keys.allThreads })
  await Promise.all(lists.map((list) => refreshHead(client, queries, list)))
}

function remember(discussionOf: DiscussionOf, queries: QueryClient, lists: readonly LoadedList[]): void {
  for (const { data } of loadedMessagePages(queries)) {
    for (const page of data.pages) for (const { id, discussionId } of page.items) discussionOf.set(id, discussionId)
  }
  for (const { data } of lists) {
    // The first page holds what events are mostly about.
    for (const row of data.pages[0]?.items ?? []) if (isDiscussion(row)) discussionOf.set(row.lastMessageId, row.id)
  }
}

/** The messages as they are now; null for those that are gone. */
async function readMessages(
  client: Client,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, MessageSummary | null>> {
  const read = async (id: string) => [id, await client.messages.get({ id }).catch(() => null)] as const
  return new Map(await Promise.all([...ids].map(read)))
}

interface TouchedRows {
  readonly threads: ReadonlySet<string>
  readonly discussions: ReadonlySet<string>
}

function touchedRows(
  touched: Touched,
  lists: readonly LoadedList[],
  now: ReadonlyMap<string, MessageSummary | null>,
  discussionOf: DiscussionOf,
): TouchedRows {
  const threads = new Set(touched.threads)
  const discussions = new Set(touched.discussions)
  for (const [id, message] of now) {
    const before = discussionOf.get(id)
    if (before !== undefined) discussions.add(before)
    if (!message) continue
    threads.add(message.threadId)
    discussions.add(message.discussionId)
  }
  if (touched.contacts.size === 0) return { threads, discussions }
  for (const { data } of lists) {
    for (const row of data.pages.flatMap(({ items }) => items)) {
      if (isDiscussion(row) && row.people.some(({ contactId }) => touched.contacts.has(contactId ?? ''))) {
        discussions.add(row.id)
      }
    }
  }
  return { threads, discussions }
}

/**
 * What is read may be another discussion now; its newest message says which, and the window follows it there
 * (`keys.discussionNow`). Answers those that are not there any more.
 */
async function regrouped(client: Client, queries: QueryClient, touched: ReadonlySet<string>): Promise<Set<string>> {
  const gone = new Set<string>()
  for (const { key, data } of loadedMessagePages(queries)) {
    const [noun, , id] = key
    const newest = data.pages[0]?.items[0]
    if (noun !== 'discussions' || typeof id !== 'string' || !touched.has(id) || !newest) continue
    const now = await client.messages.get({ id: newest.id }).catch(() => null)
    if (!now) continue
    queries.setQueryData(keys.discussionNow(now.discussionId), null)
    if (now.discussionId === id) continue
    gone.add(id)
    queries.setQueryData(keys.discussionNow(id), now.discussionId)
  }
  return gone
}

/** Messages on screen are put right one by one; where some came or went, their discussion is asked for again. */
function refreshMessages(
  queries: QueryClient,
  touched: Touched,
  { threads, discussions }: TouchedRows,
  now: ReadonlyMap<string, MessageSummary | null>,
): void {
  for (const { key } of loadedMessagePages(queries)) {
    queries.setQueryData<MessagePages>(key, (data) => data?.pages && changeMessages(data, now))
  }
  for (const id of discussions) {
    void queries.invalidateQueries({ queryKey: keys.discussion(id) })
    void queries.invalidateQueries({ queryKey: keys.discussionThreads(id) })
    if (touched.added) void queries.invalidateQueries({ queryKey: keys.messagesOfDiscussion(id) })
  }
  for (const id of threads) {
    void queries.invalidateQueries({ queryKey: keys.thread(id) })
    if (touched.added) void queries.invalidateQueries({ queryKey: keys.threadMessages(id) })
  }
}

async function patchRows(client: Client, queries: QueryClient, rows: TouchedRows): Promise<void> {
  const lists = loadedLists(queries)
  const loaded = new Set(lists.flatMap(({ data }) => data.pages.flatMap((page) => page.items.map((row) => row.id))))
  const ask = (ids: ReadonlySet<string>, get: (id: string) => Promise<ListItem>) =>
    [...ids].filter((id) => loaded.has(id)).map(async (id) => [id, await get(id).catch(() => null)] as const)
  const now = new Map<string, ListItem | null>(
    await Promise.all([
      ...ask(rows.threads, (id) => client.threads.get({ id })),
      ...ask(rows.discussions, (id) => client.discussions.get({ id })),
    ]),
  )
  const known = queries.getQueryData<{ items: MailboxSummary[] }>(keys.mailboxes)
  const boxes = new Map(known?.items.map((box) => [box.id, box]))
  for (const list of lists) {
    const stays = (row: ListItem) => (known === undefined || belongs(list.view, row, boxes)) && isShown(row, list.range)
    queries.setQueryData<ListPages>(
      listKey(list),
      (data) =>
        data &&
        changeRows(data, (row) => {
          const fresh = now.get(row.id)
          if (fresh === undefined) return row
          return fresh && stays(fresh) ? fresh : null
        }),
    )
  }
}

/** Answers what is on top of the list now. */
async function refreshHead(client: Client, queries: QueryClient, list: LoadedList): Promise<string[]> {
  const fresh = await fetchList(client, list, { limit: firstPageRows }).catch(() => null)
  if (fresh === null) return []
  queries.setQueryData<ListPages>(listKey(list), (data) => data && mergeFirstPage(data, fresh))
  return fresh.items.map(({ id }) => id)
}

/** What was moved into a view is not among its rows yet. */
async function refreshIfMissing(
  client: Client,
  queries: QueryClient,
  list: LoadedList,
  rows: TouchedRows,
): Promise<void> {
  const data = queries.getQueryData<ListPages>(listKey(list))
  const here = new Set(data?.pages.flatMap((page) => page.items.map((row) => row.id)))
  if ([...rows[list.rows]].some((id) => !here.has(id))) await refreshHead(client, queries, list)
}
