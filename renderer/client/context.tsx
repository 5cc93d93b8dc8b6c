import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Client, CoreEvent } from '../../core/defs/index.ts'
import { connectCache } from './cache.ts'
import type { Connection, LinkState } from './connection.ts'

const ClientContext = createContext<Client | null>(null)
const LinkContext = createContext<LinkState>('restored')

type Listener = (event: CoreEvent) => void
const ListenersContext = createContext<Set<Listener>>(new Set())

/** Core as this window sees it: one typed function an operation. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (client === null) throw new Error('useClient is used outside ClientProvider.')
  return client
}

/** Whether the window still hears from core. */
export const useLink = (): LinkState => useContext(LinkContext)

/** Hears every event as it comes, for what is not a question of what is shown: notices on the desktop. */
export function useEvent(listener: Listener): void {
  const listeners = useContext(ListenersContext)
  useEffect(() => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [listeners, listener])
}

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
  const [listeners] = useState(() => new Set<Listener>())
  useEffect(() => {
    const told: Connection = {
      client: connection.client,
      subscribe: (onEvent, onLink) =>
        connection.subscribe((event) => {
          onEvent(event)
          for (const listener of listeners) listener(event)
        }, onLink),
    }
    return connectCache(told, queries, setLink)
  }, [connection, queries, listeners])
  return (
    <ClientContext value={connection.client}>
      <LinkContext value={link}>
        <ListenersContext value={listeners}>
          <QueryClientProvider client={queries}>{children}</QueryClientProvider>
        </ListenersContext>
      </LinkContext>
    </ClientContext>
  )
}
