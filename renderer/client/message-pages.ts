import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import type { MessageSummary, Page } from '../../core/defs/index.ts'
import { keys } from './keys.ts'

/** Messages of a discussion or thread as loaded so far. Cursors of both directions; the reader puts them in order. */
export type MessagePages = InfiniteData<Page<MessageSummary>, string | null>

/** Pages of messages that are loaded, of the open discussion and of those that were open before. */
export function loadedMessagePages(queries: QueryClient): { key: QueryKey; data: MessagePages }[] {
  return [keys.allDiscussionMessages, keys.allThreadMessages].flatMap((queryKey) =>
    queries
      .getQueriesData<Partial<MessagePages>>({ queryKey })
      .flatMap(([key, data]) => (data?.pages && data.pageParams ? [{ key, data: { ...data, ...whole(data) } }] : [])),
  )
}

const whole = ({ pages = [], pageParams = [] }: Partial<MessagePages>): MessagePages => ({ pages, pageParams })

/** Puts messages as they are now in the place of those that are loaded; one that maps to null goes. */
export function changeMessages(data: MessagePages, now: ReadonlyMap<string, MessageSummary | null>): MessagePages {
  let touched = false
  const pages = data.pages.map((page) => {
    if (!page.items.some(({ id }) => now.has(id))) return page
    touched = true
    return { ...page, items: page.items.flatMap((message) => replaced(message, now)) }
  })
  return touched ? { ...data, pages } : data
}

function replaced(message: MessageSummary, now: ReadonlyMap<string, MessageSummary | null>): MessageSummary[] {
  const fresh = now.get(message.id)
  if (fresh === undefined) return [message]
  return fresh === null ? [] : [fresh]
}
