import { useQuery } from '@tanstack/react-query'
import type { PrivacyCard } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'

/** How sure it is whom a message is from, and how it was protected; null until that is known. */
export function useCard(messageId: string, wanted: boolean): PrivacyCard | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: [...keys.privacy, 'card', messageId],
    queryFn: ({ signal }) => client.privacy.card({ ids: [messageId] }, { signal }),
    enabled: wanted,
  })
  return data?.items[0] ?? null
}
