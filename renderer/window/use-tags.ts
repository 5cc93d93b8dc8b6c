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

const nameAndColour = ({ items }: { items: readonly TagSummary[] }) =>
  items.map(({ id, name, colour }) => ({ id, name, colour }))

/** What tags are called and look like: the same object until that changes, whatever their counts do. */
export function useTagNames(): ReadonlyMap<string, Pick<TagSummary, 'name' | 'colour'>> {
  const client = useClient()
  const { data } = useQuery({
    queryKey: keys.tags,
    queryFn: ({ signal }) => client.tags.list({}, { signal }),
    select: nameAndColour,
  })
  return useMemo(() => new Map(data?.map((tag) => [tag.id, tag])), [data])
}
