import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type Draft, type OutboxItem, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { navigate } from '../../routing/index.ts'
import { useToasts } from '../../shell/index.ts'

/** Drafts and items that are shown; beyond this the oldest are found by search. */
const SHOWN = 200

export interface Outbox {
  readonly drafts: readonly Draft[]
  /** what has not left yet */
  readonly waiting: readonly OutboxItem[]
  /** what was refused and needs the user */
  readonly failed: readonly OutboxItem[]
  readonly items: readonly OutboxItem[]
  readonly isKnown: boolean
  readonly error: Error | null
  /** takes it back and opens it to be changed */
  edit(id: string): void
  retry(id: string): void
  forget(id: string): void
}

export function useOutbox(): Outbox {
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const drafts = useQuery({
    queryKey: keys.draftList,
    queryFn: ({ signal }) => client.drafts.list({ limit: SHOWN }, { signal }),
  })
  const outbox = useQuery({
    queryKey: keys.outbox,
    queryFn: ({ signal }) => client.outbox.list({ limit: SHOWN }, { signal }),
  })
  const run = useCallback(
    async (act: () => Promise<unknown>) => {
      try {
        await act()
      } catch (thrown) {
        toasts.show(toProblem(thrown).message, { tone: 'danger' })
      } finally {
        void queries.invalidateQueries({ queryKey: keys.outbox })
      }
    },
    [queries, toasts],
  )
  const items = outbox.data?.items ?? []
  return {
    drafts: drafts.data?.items ?? [],
    waiting: items.filter(({ state }) => state !== 'failed'),
    failed: items.filter(({ state }) => state === 'failed'),
    items,
    isKnown: drafts.data !== undefined && outbox.data !== undefined,
    error: drafts.error ?? outbox.error,
    edit: (id) =>
      void run(async () => {
        const draft = await client.outbox.cancel({ id })
        queries.setQueryData(keys.draft(draft.id), draft)
        navigate({ name: 'draft', id: draft.id })
      }),
    retry: (id) => void run(() => client.outbox.retry({ id })),
    forget: (id) =>
      void run(async () => {
        await client.outbox.remove({ id })
        navigate({ name: 'drafts' })
      }),
  }
}
