import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Page } from '../../../core/defs/index.ts'
import {
  fetchList,
  keys,
  type ListInput,
  type ListItem,
  type ListPages,
  listKey,
  loadedLists,
  rowsOf,
  useClient,
} from '../../client/index.ts'
import { sameRange } from '../../components/index.ts'

/** Rows of the first page: a few screens, small enough to come within a frame or two. */
const firstPageRows = 100
/** Rows of the pages after it: as many as core gives at once, since each page is work for the whole list. */
const nextPageRows = 500

/** The rows of a view, page by page as the list is scrolled. While the range moves, the rows before stay to be seen. */
export function useList(input: ListInput) {
  const client = useClient()
  const { rows, view, unread, range } = input
  const query = useInfiniteQuery<Page<ListItem>, Error, ListPages, readonly unknown[], string | null>({
    queryKey: keys.list({ rows, view, unread, range: { min: range.min, max: range.max } }),
    queryFn: ({ pageParam, signal }) =>
      fetchList(client, input, { limit: pageParam ? nextPageRows : firstPageRows, cursor: pageParam, signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: (before, old) =>
      old && isSameList(old.queryKey[1], input) ? keepPreviousData(before) : undefined,
  })
  useOtherRangesForgotten(input, query.isPlaceholderData)
  const items = useMemo(() => (query.data ? rowsOf(query.data) : []), [query.data])
  return { ...query, items }
}

/** Only another range: rows of another view, or another kind, must not be seen under this name. */
const isSameList = (key: unknown, { rows, view, unread }: ListInput): boolean =>
  typeof key === 'object' &&
  key !== null &&
  'rows' in key &&
  'view' in key &&
  'unread' in key &&
  key.rows === rows &&
  key.view === view &&
  key.unread === unread

/** A slider that is dragged leaves a list behind at each level; events would have to keep all of them true. */
function useOtherRangesForgotten({ rows, view, unread, range }: ListInput, waiting: boolean): void {
  const queries = useQueryClient()
  const { min, max } = range
  useEffect(() => {
    if (waiting) return
    for (const list of loadedLists(queries)) {
      const isLeft =
        list.rows === rows && list.view === view && list.unread === unread && !sameRange(list.range, { min, max })
      if (isLeft) queries.removeQueries({ queryKey: listKey(list), exact: true, type: 'inactive' })
    }
  }, [queries, rows, view, unread, min, max, waiting])
}

/** How many discussions lie at each level of importance; null until it is known. */
export function useHistogram(view: string, unread: boolean): readonly number[] | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: keys.histogram(view, unread),
    queryFn: ({ signal }) => client.discussions.histogram({ view, ...(unread ? { unread } : {}) }, { signal }),
  })
  return data?.levels ?? null
}
