import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ContactSummary } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'

export type Confirmed = 'all' | 'yes' | 'no'

/** Rows that are asked for at once: several screens. */
const pageRows = 200

interface List {
  /** null until the first page is here */
  readonly contacts: readonly ContactSummary[] | null
  readonly total: number
  readonly error: Error | null
  readonly hasMore: boolean
  loadMore(): void
}

/** The address book, a page at a time; what was shown stays until the next answer is here. */
export function useContactList(text: string, confirmed: Confirmed): List {
  const client = useClient()
  const query = useInfiniteQuery({
    queryKey: [...keys.contacts, 'list', { text, confirmed }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.contacts.list(
        {
          limit: pageRows,
          ...(text === '' ? {} : { text }),
          ...(confirmed === 'all' ? {} : { confirmed: confirmed === 'yes' }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  return {
    contacts: query.data?.pages.flatMap(({ items }) => items) ?? null,
    total: query.data?.pages.at(-1)?.total ?? 0,
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage()
    },
  }
}
