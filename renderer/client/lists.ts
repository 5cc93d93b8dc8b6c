import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type {
  Client,
  DiscussionSummary,
  ImportanceRange,
  MailboxSummary,
  Page,
  ThreadSummary,
} from '../../core/defs/index.ts'
import { keys, type ListInput } from './keys.ts'

/** A row of a list: what both kinds share is all that most of the window looks at. */
export type ListItem = DiscussionSummary | ThreadSummary
export type ListPages = InfiniteData<Page<ListItem>, string | null>

export const isDiscussion = (row: ListItem): row is DiscussionSummary => 'peopleCount' in row

/** The rows of a list as loaded so far, latest first. */
export const rowsOf = (data: ListPages): ListItem[] => data.pages.flatMap((page) => page.items)

/** The whole of importance, from -10 to 10: nothing to ask for. */
const isWhole = ({ min, max }: ImportanceRange): boolean => min === -10 && max === 10

/** One page of a list. */
export function fetchList(
  client: Client,
  { rows, view, unread, range }: ListInput,
  { limit, cursor, signal }: { readonly limit: number; readonly cursor?: string | null; readonly signal?: AbortSignal },
): Promise<Page<ListItem>> {
  const input = {
    view,
    limit,
    ...(unread ? { unread } : {}),
    ...(isWhole(range) ? {} : { importance: range }),
    ...(cursor ? { cursor } : {}),
  }
  const options = signal ? { signal } : {}
  return rows === 'discussions' ? client.discussions.list(input, options) : client.threads.list(input, options)
}

/**
 * Puts a freshly fetched first page before what is loaded: changed rows move up, new ones appear, nothing doubles.
 * Where the fresh page does not reach down to what is loaded, rows between are unknown: only the fresh page is kept then.
 */
export function mergeFirstPage(data: ListPages, fresh: Page<ListItem>): ListPages {
  const [first] = data.pages
  const whole: ListPages = { pages: [fresh], pageParams: [null] }
  const oldestFresh = fresh.items.at(-1)
  if (!first || fresh.nextCursor === null || !oldestFresh) return whole
  const newestLoaded = first.items[0]
  if (newestLoaded && oldestFresh.lastMs > newestLoaded.lastMs) return whole
  const inFresh = new Set(fresh.items.map((row) => row.id))
  const below = (row: ListItem) => !inFresh.has(row.id) && row.lastMs <= oldestFresh.lastMs
  return {
    pageParams: data.pageParams,
    pages: data.pages.map((page, at) => {
      const kept = page.items.filter(below)
      return at === 0 ? { ...page, items: [...fresh.items, ...kept] } : { ...page, items: kept }
    }),
  }
}

/** Changes the rows that `change` names; a row that it maps to null leaves the list. The same object when nothing changed. */
export function changeRows(data: ListPages, change: (row: ListItem) => ListItem | null): ListPages {
  let touched = false
  const pages = data.pages.map((page) => {
    let pageTouched = false
    const items = page.items.flatMap((row) => {
      const next = change(row)
      if (next !== row) pageTouched = true
      return next === null ? [] : [next]
    })
    touched ||= pageTouched
    return pageTouched ? { ...page, items } : page
  })
  return touched ? inOrder({ ...data, pages }) : data
}

/** A row whose newest message went stands lower than before: pages keep their sizes, rows their order by time. */
function inOrder(data: ListPages): ListPages {
  const rows = rowsOf(data)
  if (rows.every((row, at) => at === 0 || (rows[at - 1]?.lastMs ?? 0) >= row.lastMs)) return data
  const sorted = rows.toSorted((a, b) => b.lastMs - a.lastMs)
  let at = 0
  const pages = data.pages.map((page) => {
    const items = sorted.slice(at, at + page.items.length)
    at += page.items.length
    return { ...page, items }
  })
  return { ...data, pages }
}

/** Whether a row still stands in a view. `boxes` knows the mailboxes by id. */
export function belongs(view: string, row: ListItem, boxes: ReadonlyMap<string, MailboxSummary>): boolean {
  if (view === 'all') return true
  if (view === 'starred') return row.flagged
  const [kind, name = ''] = view.split(/:(.*)/s, 2)
  if (kind === 'tag') return row.tagIds.includes(name)
  if (kind === 'list') return row.listId === null || row.listId === name
  return row.mailboxIds.some((id) => {
    if (kind === 'mailbox') return id === name
    const box = boxes.get(id)
    if (kind === 'account') return box?.accountId === name && box.role !== 'junk' && box.role !== 'trash'
    return box?.role === name
  })
}

/** Whether a row is as important as the list asks; what is starred is never hidden. */
export const isShown = ({ importance, flagged }: ListItem, { min, max }: ImportanceRange): boolean =>
  flagged || (importance >= min && importance <= max)

export interface LoadedList extends ListInput {
  readonly data: ListPages
}

/** Every loaded list with what it shows, for changes that touch several. */
export function loadedLists(queries: QueryClient): LoadedList[] {
  return queries.getQueriesData<ListPages>({ queryKey: keys.lists }).flatMap(([key, data]) => {
    const input = key[1]
    return data && isListInput(input) ? [{ ...input, data }] : []
  })
}

/** Keys under `lists` are made by `keys.list` alone. */
const isListInput = (input: unknown): input is ListInput =>
  typeof input === 'object' && input !== null && 'rows' in input && 'view' in input && 'range' in input

/** The name of a loaded list in the cache. */
export const listKey = ({ rows, view, unread, range }: ListInput) => keys.list({ rows, view, unread, range })
