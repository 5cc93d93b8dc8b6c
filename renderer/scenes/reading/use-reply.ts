import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type DraftOrigin, type MessageSummary, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { useToasts } from '../../window/index.ts'

export interface Reply {
  /** the answer that is being written at the foot */
  readonly draftId: string | null
  /** it was begun just now, and not found again */
  readonly begun: boolean
  begin(kind: DraftOrigin['kind'], messageId: string): void
  /** it was sent, thrown away, or put aside */
  close(): void
}

const draftsSearched = 100

/** The answer to a message of this thread: one that was begun is there again when the thread is opened. */
export function useReply(messages: readonly MessageSummary[]): Reply {
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const [begun, setBegun] = useState<string | null>(null)
  const [asideId, setAside] = useState<string | null>(null)
  const { data } = useQuery({
    queryKey: keys.draftList,
    queryFn: ({ signal }) => client.drafts.list({ limit: draftsSearched }, { signal }),
  })
  const ids = useMemo(() => new Set(messages.map((message) => message.id)), [messages])
  const earlier = data?.items.find((draft) => draft.origin && ids.has(draft.origin.messageId))?.id ?? null
  const draftId = begun ?? (earlier === asideId ? null : earlier)
  return useMemo(
    () => ({
      draftId,
      begun: begun !== null,
      begin: (kind, messageId) => {
        client.drafts.create({ origin: { kind, messageId } }).then(
          (draft) => {
            queries.setQueryData(keys.draft(draft.id), draft)
            setBegun(draft.id)
          },
          (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
        )
      },
      close: () => {
        setAside(draftId)
        setBegun(null)
      },
    }),
    [client, queries, toasts, draftId, begun],
  )
}
