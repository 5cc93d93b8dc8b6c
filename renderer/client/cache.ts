import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Client, CoreEvent, MailboxSummary, ThreadSummary } from '../../core/defs/index.ts'
import type { Connection, LinkState } from './connection.ts'
import { keys } from './keys.ts'
import { belongs, changeRows, loadedLists, mergeFirstPage, type ThreadPages } from './lists.ts'

/** During a first sync events come by the hundred: what they touch is gathered this long and asked for once. */
const gatherMs = 400
/** Above this many touched threads, asking for each costs more than asking for the lists again. */
const rowsPatchedAtMost = 40
/** Rows of the first page that is fetched again when something is new. */
const firstPageRows = 50

/** What an event makes untrue, lists of threads apart: those are patched, see `refreshLists`. */
export function untrueAfter(event: CoreEvent): readonly QueryKey[] {
  switch (event.type) {
    case 'messages.added':
    case 'messages.changed':
    case 'messages.removed':
      return [
        keys.mailboxes,
        keys.search,
        ...(event.more
          ? [keys.allThreadMessages]
          : event.threadIds.flatMap((id) => [keys.thread(id), keys.threadMessages(id)])),
        ...event.messageIds.flatMap((id) => [keys.message(id), keys.body(id)]),
      ]
    case 'mailboxes.changed':
      return [keys.mailboxes]
    case 'accounts.changed':
      return [keys.accounts, keys.mailboxes, keys.sync]
    case 'drafts.changed':
      return [keys.draftList, keys.draft(event.draftId)]
    case 'outbox.changed':
      return [keys.outbox, keys.draftList]
    case 'settings.changed':
    case 'tasks.changed':
    case 'sync.changed':
      return [] // they carry the new state: put into the cache as it is
  }
}

/** Keeps the cache true: events patch or refetch what they touch, and after a gap everything is asked for again. */
export function connectCache(
  connection: Connection,
  queries: QueryClient,
  onLink: (state: LinkState) => void,
): () => void {
  let gathered: CoreEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const settle = () => {
    timer = undefined
    const events = gathered
    gathered = []
    const untrue = new Map(events.flatMap(untrueAfter).map((key) => [JSON.stringify(key), key]))
    for (const queryKey of untrue.values()) void queries.invalidateQueries({ queryKey })
    void refreshLists(connection.client, queries, events)
  }

  const close = connection.subscribe(
    (event) => {
      if (putIntoCache(queries, event)) return
      gathered.push(event)
      timer ??= setTimeout(settle, gatherMs)
    },
    (state) => {
      onLink(state)
      if (state === 'restored') void queries.invalidateQueries()
    },
  )
  return () => {
    clearTimeout(timer)
    close()
  }
}

function putIntoCache(queries: QueryClient, event: CoreEvent): boolean {
  switch (event.type) {
    case 'settings.changed':
      queries.setQueryData(keys.settings, event.settings)
      return true
    case 'sync.changed':
      queries.setQueryData<{ items: (typeof event.status)[] }>(keys.sync, (old) => ({
        items: replaced(old?.items ?? [], event.status, (status) => status.accountId),
      }))
      return true
    case 'tasks.changed':
      queries.setQueryData<{ items: (typeof event.task)[] }>(keys.tasks, (old) => ({
        items: replaced(old?.items ?? [], event.task, (task) => task.id),
      }))
      return true
    default:
      return false
  }
}

function replaced<T>(items: readonly T[], item: T, idOf: (item: T) => string): T[] {
  const id = idOf(item)
  return items.some((other) => idOf(other) === id)
    ? items.map((other) => (idOf(other) === id ? item : other))
    : [...items, item]
}

/** Brings the loaded lists up to date without loading again what was scrolled through. */
async function refreshLists(client: Client, queries: QueryClient, events: readonly CoreEvent[]): Promise<void> {
  const touched = new Set<string>()
  let added = false
  let more = false
  for (const event of events) {
    if (event.type !== 'messages.added' && event.type !== 'messages.changed' && event.type !== 'messages.removed')
      continue
    for (const id of event.threadIds) touched.add(id)
    added ||= event.type === 'messages.added'
    more ||= event.more
  }
  if (touched.size === 0 && !more) return
  const lists = loadedLists(queries)
  const many = more || touched.size > rowsPatchedAtMost
  if (!many) await patchRows(client, queries, lists, touched)
  if (many || added) await Promise.all(lists.map(({ view, unread }) => refreshHead(client, queries, view, unread)))
  else await Promise.all(lists.map((list) => refreshIfMissing(client, queries, list.view, list.unread, touched)))
}

async function patchRows(
  client: Client,
  queries: QueryClient,
  lists: ReturnType<typeof loadedLists>,
  touched: ReadonlySet<string>,
): Promise<void> {
  const loaded = new Set(lists.flatMap(({ data }) => data.pages.flatMap((page) => page.items.map((row) => row.id))))
  const now = new Map<string, ThreadSummary | null>(
    await Promise.all(
      [...touched]
        .filter((id) => loaded.has(id))
        .map(async (id) => [id, await client.threads.get({ id }).catch(() => null)] as const),
    ),
  )
  const boxes = queries.getQueryData<{ items: MailboxSummary[] }>(keys.mailboxes)
  const roleOf = new Map(boxes?.items.map((box) => [box.id, box.role]))
  for (const { view, unread } of lists) {
    queries.setQueryData<ThreadPages>(
      keys.threadList(view, unread),
      (data) =>
        data &&
        changeRows(data, (row) => {
          if (!now.has(row.id)) return row
          const fresh = now.get(row.id) ?? null
          return fresh && (roleOf.size === 0 || belongs(view, fresh, roleOf)) ? fresh : null
        }),
    )
  }
}

async function refreshHead(client: Client, queries: QueryClient, view: string, unread: boolean): Promise<void> {
  const fresh = await client.threads
    .list({ view, limit: firstPageRows, ...(unread ? { unread } : {}) })
    .catch(() => null)
  if (fresh === null) return
  queries.setQueryData<ThreadPages>(keys.threadList(view, unread), (data) => data && mergeFirstPage(data, fresh))
}

/** A thread that was moved into a view is not among its rows yet. */
async function refreshIfMissing(
  client: Client,
  queries: QueryClient,
  view: string,
  unread: boolean,
  touched: ReadonlySet<string>,
): Promise<void> {
  const data = queries.getQueryData<ThreadPages>(keys.threadList(view, unread))
  const here = new Set(data?.pages.flatMap((page) => page.items.map((row) => row.id)))
  if ([...touched].some((id) => !here.has(id))) await refreshHead(client, queries, view, unread)
}
