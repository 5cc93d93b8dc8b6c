import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toProblem } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'
import { useToasts } from '../window/index.ts'

export interface ProvenDomain {
  readonly name: string
  /** its pictures are always shown */
  readonly always: boolean
  show(always: boolean): void
}

/** The domain whose signature passed for a message, whose pictures may be shown always; null where none is proven. */
export function useProvenDomain(messageId: string, wanted: boolean): ProvenDomain | null {
  const client = useClient()
  const queries = useQueryClient()
  const toasts = useToasts()
  const queryKey = [...keys.privacy, 'trackers', messageId]
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.privacy.trackers({ id: messageId }, { signal }),
    enabled: wanted,
  })
  const { mutate } = useMutation({
    mutationFn: (show: boolean) => client.privacy.alwaysShow({ messageId, show }),
    onSuccess: (report) => {
      queries.setQueryData(queryKey, report)
      // Other messages of the domain are shown otherwise now.
      void queries.invalidateQueries({ queryKey: keys.privacy })
    },
    onError: (thrown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
  })
  const name = data?.provenDomain ?? null
  return data && name !== null ? { name, always: data.alwaysShow, show: mutate } : null
}
