import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Page, ThreadSummary } from '../../core/defs/index.ts'
import { keys } from './keys.ts'

export type ThreadPages = InfiniteData<Page<ThreadSummary>, string | null>

/** The rows of a list as loaded so far, latest first. */
export const rowsOf = (data: ThreadPages): ThreadSummary[] => data.pages.flatMap((page) => page.items)

/**
 * Puts a freshly fetched first page before what is loaded: changed threads move up, new ones appear, nothing doubles.
 * Where the fresh page does not reach down to what is loaded, rows between are unknown: only the fresh page is kept then.
 */
export function mergeFirstPage(data: ThreadPages, fresh: Page<ThreadSummary>): ThreadPages {
  const [first] = data.pages
  const whole: ThreadPages = { pages: [fresh], pageParams: [null] }
  const oldestFresh = fresh.items.at(-1)
  if (!first || fresh.nextCursor === null || !oldestFresh) return whole
  const newestLoaded = first.items[0]
  if (newestLoaded && oldestFresh.lastMs > newestLoaded.lastMs) return whole
  const inFresh = new Set(fresh.items.map((row) => row.id))
  const below = (row: ThreadSummary) => !inFresh.has(row.id) && row.lastMs <= oldestFresh.lastMs
  return {
    pageParams: data.pageParams,
    pages: data.pages.map((page, at) => {
      const kept = page.items.filter(below)
      return at === 0 ? { ...page, items: [...fresh.items, ...kept] } : { ...page, items: kept }
    }),
  }
}

/** Changes the rows that `change` names; a row that it maps to null leaves the list. The same object when nothing changed. */
export function changeRows(data: ThreadPages, change: (row: ThreadSummary) => ThreadSummary | null): ThreadPages {
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
  return touched ? { ...data, pages } : data
}

/** Whether a thread still stands in a view. `roleOf` knows the role of each mailbox. */
export function belongs(view: string, row: ThreadSummary, roleOf: ReadonlyMap<string, string | null>): boolean {
  if (view === 'all') return true
  if (view === 'starred') return row.flagged
  const [kind, name = ''] = view.split(/:(.*)/s, 2)
  return row.mailboxIds.some((id) => (kind === 'mailbox' ? id === name : roleOf.get(id) === name))
}

/** Every loaded list with what it shows, for changes that touch several. */
export function loadedLists(queries: QueryClient): { view: string; unread: boolean; data: ThreadPages }[] {
  return queries.getQueriesData<ThreadPages>({ queryKey: keys.threadLists }).flatMap(([key, data]) => {
    const input = key[2]
    if (!data || typeof input !== 'object' || input === null || !('view' in input) || !('unread' in input)) return []
    return [{ view: String(input.view), unread: input.unread === true, data }]
  })
}
