import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { MessageSummary } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'

export interface RemoteConsent {
  readonly allowed: boolean
  /** the sender's domain, null when there is none */
  readonly domain: string | null
  allowOnce(): void
  allowDomain(): Promise<void>
}

/** Whether pictures of a message may be fetched: once by the user's click, or always for a domain (a setting). */
export function useRemoteConsent(message: MessageSummary): RemoteConsent {
  const client = useClient()
  const queries = useQueryClient()
  const { data: settings } = useQuery({
    queryKey: keys.settings,
    queryFn: ({ signal }) => client.settings.get({}, { signal }),
  })
  // Lives as long as the window: reading another message and coming back does not ask again.
  const onceKey = ['mail-frame', 'remote', message.id]
  const { data: once } = useQuery({ queryKey: onceKey, queryFn: () => false, gcTime: Number.POSITIVE_INFINITY })
  const from = message.participants.find(({ type }) => type === 'from')?.address ?? ''
  const domain = from.split('@').at(1)?.toLowerCase() || null
  const domains = settings?.remoteContentDomains ?? []
  return {
    allowed: once === true || (domain !== null && domains.includes(domain)),
    domain,
    allowOnce: () => queries.setQueryData(onceKey, true),
    allowDomain: async () => {
      if (domain === null || domains.includes(domain)) return
      queries.setQueryData(onceKey, true)
      await client.settings.update({ set: { remoteContentDomains: [...domains, domain] } })
    },
  }
}
