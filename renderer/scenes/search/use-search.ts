import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Highlighted, SearchFacets, SearchHit } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { useTyped } from './typed.ts'

export type Sort = 'newest' | 'relevance'

const PAGE = 50

/** The results of a search, page by page. A new query stops the one before it. */
export function useSearch(query: string, sort: Sort) {
  const client = useClient()
  const typing = useTyped(query)
  const tookMs = useRef(0)
  const result = useInfiniteQuery({
    queryKey: [...keys.search, 'messages', query, sort, typing],
    enabled: query.trim() !== '',
    initialPageParam: null as string | null,
    queryFn: async ({ signal, pageParam }) => {
      const beganMs = performance.now()
      const page = await client.search.messages(
        { query, sort, typing, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      )
      if (pageParam === null) tookMs.current = performance.now() - beganMs
      return page
    },
    getNextPageParam: (last) => last.nextCursor,
    // What was found stays on screen until the next answer is here: the list does not blink while one types.
    placeholderData: (before: InfiniteData<SearchPage, string | null> | undefined) => before,
  })
  const first = result.data?.pages[0]
  return {
    ...result,
    hits: result.data?.pages.flatMap(({ items }) => items) ?? [],
    issues: result.isPlaceholderData ? [] : (first?.issues ?? []),
    coverage: first?.coverage ?? null,
    tookMs: tookMs.current,
  }
}

type SearchPage = Awaited<ReturnType<ReturnType<typeof useClient>['search']['messages']>>

/** What the matches have in common; null until it is known. What was known stays until the next answer, like the rows. */
export function useFacets(query: string): SearchFacets | null {
  const client = useClient()
  const typing = useTyped(query)
  const { data } = useQuery<SearchFacets>({
    queryKey: [...keys.search, 'facets', query, typing],
    enabled: query.trim() !== '',
    queryFn: ({ signal }) => client.search.facets({ query, typing }, { signal }),
    placeholderData: (before) => before,
  })
  return query.trim() === '' ? null : (data ?? null)
}

/** Rows asked for together: those that came on screen within this time. */
const GATHER_MS = 40

/** The lines around the hits in bodies, for rows that are on screen; what is known is not asked for again. */
export function useSnippets(query: string, visible: readonly SearchHit[]): ReadonlyMap<string, Highlighted> {
  const client = useClient()
  const typing = useTyped(query)
  const [known, setKnown] = useState<{ query: string; snippets: ReadonlyMap<string, Highlighted> }>({
    query,
    snippets: new Map(),
  })
  const snippets = known.query === query ? known.snippets : NONE
  const missing = visible.filter(({ message }) => !snippets.has(message.id)).map(({ message }) => message.id)
  // As one string: the same rows are the same question.
  const missingIds = missing.slice(0, 100).join('\n')

  useEffect(() => {
    if (missingIds === '' || query === '') return undefined
    const abort = new AbortController()
    const timer = setTimeout(() => {
      client.search.snippets({ query, typing, ids: missingIds.split('\n') }, { signal: abort.signal }).then(
        ({ items }) => {
          if (abort.signal.aborted) return
          setKnown((old) => ({
            query,
            snippets: new Map([
              ...(old.query === query ? old.snippets : NONE),
              ...items.map(({ id, snippet }) => [id, snippet] as const),
            ]),
          }))
        },
        () => undefined, // the excerpt stays
      )
    }, GATHER_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, query, typing, missingIds])
  return snippets
}

const NONE: ReadonlyMap<string, Highlighted> = new Map()
