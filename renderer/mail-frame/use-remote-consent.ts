import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { MessageSummary } from '../../core/defs/index.ts'

export interface RemoteConsent {
  readonly allowed: boolean
  allowOnce(): void
}

/**
 * Whether pictures of a message may be fetched: by the user's click, for this message; or always, where core says that a
 * signature (DKIM) proves the domain that the user allowed. By itself the window allows no domain: anybody can write any From.
 */
export function useRemoteConsent(message: MessageSummary, always: boolean): RemoteConsent {
  const queries = useQueryClient()
  // Lives as long as the window: reading another message and coming back does not ask again.
  const onceKey = ['mail-frame', 'remote', message.id]
  const { data: once } = useQuery({ queryKey: onceKey, queryFn: () => false, gcTime: Number.POSITIVE_INFINITY })
  return { allowed: always || once === true, allowOnce: () => queries.setQueryData(onceKey, true) }
}
