import { useQuery, useQueryClient } from '@tanstack/react-query'

/** Whether the user said to know who wrote a message that looks like somebody else's; for as long as the window lives. */
export function useKnownSender(messageId: string): { readonly known: boolean; readonly know: () => void } {
  const queries = useQueryClient()
  const queryKey = ['reading', 'known-sender', messageId]
  const { data } = useQuery({ queryKey, queryFn: () => false, gcTime: Number.POSITIVE_INFINITY })
  return { known: data === true, know: () => queries.setQueryData(queryKey, true) }
}
