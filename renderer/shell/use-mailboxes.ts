import { useQuery } from '@tanstack/react-query'
import type { Account, MailboxRole, MailboxSummary, SyncStatus } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'

/** All mailboxes of all accounts with their counts. */
export function useMailboxes(): { readonly items: readonly MailboxSummary[]; readonly isKnown: boolean } {
  const client = useClient()
  const { data } = useQuery({
    queryKey: keys.mailboxes,
    queryFn: ({ signal }) => client.mailboxes.list({}, { signal }),
  })
  return { items: data?.items ?? [], isKnown: data !== undefined }
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
  return { items: data?.items ?? [], isKnown: data !== undefined, error }
}

export function useSyncStatus(): readonly SyncStatus[] {
  const client = useClient()
  const { data } = useQuery({ queryKey: keys.sync, queryFn: ({ signal }) => client.sync.status({}, { signal }) })
  return data?.items ?? []
}

/** Unread messages in all mailboxes of a role. */
export const unreadOf = (mailboxes: readonly MailboxSummary[], role: MailboxRole): number =>
  mailboxes.reduce((sum, box) => (box.role === role ? sum + box.unread : sum), 0)
