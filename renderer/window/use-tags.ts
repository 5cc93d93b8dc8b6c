import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { TagSummary } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'

const none: readonly TagSummary[] = []

/** All tags by name, and each by its id. */
export function useTags(): { readonly items: readonly TagSummary[]; readonly byId: ReadonlyMap<string, TagSummary> } {
  const client = useClient()
  const { data } = useQuery({ queryKey: keys.tags, queryFn: ({ signal }) => client.tags.list({}, { signal }) })
  const items = data?.items ?? none
  return useMemo(() => ({ items, byId: new Map(items.map((tag) => [tag.id, tag])) }), [items])
}
