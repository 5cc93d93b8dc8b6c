import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Discovered } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'

/** An address with a domain that can be looked up; whether it exists the servers say. */
const looksComplete = (address: string): boolean => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(address)

export interface Discovery {
  readonly found: Discovered | null
  readonly looking: boolean
  readonly error: Error | null
  look(address: string): void
  stop(): void
}

/** Looks for the servers of an address, one lookup at a time. */
export function useDiscovery(): Discovery {
  const client = useClient()
  const queries = useQueryClient()
  const [address, setAddress] = useState('')
  const queryKey = ['accounts', 'discover', address]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.accounts.discover({ address }, { signal }),
    enabled: address !== '',
  })
  return {
    found: query.data ?? null,
    looking: query.isFetching,
    error: query.error,
    look: (next) => {
      const trimmed = next.trim()
      if (looksComplete(trimmed)) setAddress(trimmed)
    },
    stop: () => {
      void queries.cancelQueries({ queryKey })
      setAddress('')
    },
  }
}
