import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Account, MailboxRole, MailboxSummary, SyncStatus } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'

/** The same empty lists each time, so that what is computed from them is not computed again. */
const noMailboxes: readonly MailboxSummary[] = []
const noAccounts: readonly Account[] = []

/** All mailboxes of all accounts with their counts. */
export function useMailboxes(): { readonly items: readonly MailboxSummary[]; readonly isKnown: boolean } {
  const client = useClient()
  const { data } = useQuery({
    queryKey: keys.mailboxes,
    queryFn: ({ signal }) => client.mailboxes.list({}, { signal }),
  })
  return { items: data?.items ?? noMailboxes, isKnown: data !== undefined }
}

export function useAccounts(): {
  readonly items: readonly Account[]
  readonly isKnown: boolean
  readonly error: Error | null
} {
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: keys.accounts,
    queryFn: ({ signal }) => client.accounts.list({}, { signal }),
  })
  return { items: data?.items ?? noAccounts, isKnown: data !== undefined, error }
}

export function useSyncStatus(): readonly SyncStatus[] {
  const client = useClient()
  const { data } = useQuery({ queryKey: keys.sync, queryFn: ({ signal }) => client.sync.status({}, { signal }) })
  return data?.items ?? []
}

/** Unread messages in all mailboxes of a role. */
export const unreadOf = (mailboxes: readonly MailboxSummary[], role: MailboxRole): number =>
  mailboxes.reduce((sum, box) => (box.role === role ? sum + box.unread : sum), 0)

/** The addresses that are the user's own, in small letters. */
export function useOwnAddresses(): ReadonlySet<string> {
  const { items } = useAccounts()
  return useMemo(() => new Set(items.map((account) => account.address.toLowerCase())), [items])
}
