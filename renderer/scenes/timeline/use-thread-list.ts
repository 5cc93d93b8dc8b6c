import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page, ThreadSummary } from '../../../core/defs/index.ts'
import { keys, rowsOf, type ThreadPages, useClient } from '../../client/index.ts'

/** Rows of the first page: a few screens, small enough to come within a frame or two. */
const firstPageRows = 100
/** Rows of the pages after it: as many as core gives at once, since each page is work for the whole list. */
const nextPageRows = 500

/** The threads of a view, page by page as the list is scrolled. */
export function useThreadList(view: string, unread: boolean) {
  const client = useClient()
  const query = useInfiniteQuery<Page<ThreadSummary>, Error, ThreadPages, readonly unknown[], string | null>({
    queryKey: keys.threadList(view, unread),
    queryFn: ({ pageParam, signal }) =>
      client.threads.list(
        {
          view,
          limit: pageParam ? nextPageRows : firstPageRows,
          ...(unread ? { unread } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
  })
  const threads = useMemo(() => (query.data ? rowsOf(query.data) : []), [query.data])
  return { ...query, threads }
}
