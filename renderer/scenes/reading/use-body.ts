import { useQuery } from '@tanstack/react-query'
import { keys, useClient } from '../../client/index.ts'

/** The body of a message that is open; asked for once, whoever shows a part of it. */
export function useBody(id: string) {
  const client = useClient()
  return useQuery({
    queryKey: keys.body(id),
    queryFn: ({ signal }) => client.messages.body({ id }, { signal }),
  })
}
