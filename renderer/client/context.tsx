import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Client } from '../../core/defs/index.ts'
import { connectCache } from './cache.ts'
import type { Connection, LinkState } from './connection.ts'

const ClientContext = createContext<Client | null>(null)
const LinkContext = createContext<LinkState>('restored')

/** Core as this window sees it: one typed function an operation. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (client === null) throw new Error('useClient is used outside ClientProvider.')
  return client
}

/** Whether the window still hears from core. */
export const useLink = (): LinkState => useContext(LinkContext)

/**
 * Answers stay true until an event says otherwise, so nothing is refetched by age, focus or mount; and a failed read is
 * shown and not repeated, since core has already tried what could be tried.
 */
const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })

export function ClientProvider({
  connection,
  children,
}: {
  readonly connection: Connection
  readonly children: ReactNode
}) {
  const [queries] = useState(newQueryClient)
  const [link, setLink] = useState<LinkState>('restored')
  useEffect(() => connectCache(connection, queries, setLink), [connection, queries])
  return (
    <ClientContext value={connection.client}>
      <LinkContext value={link}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </LinkContext>
    </ClientContext>
  )
}
