import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Account, type Problem, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'

type Change = Partial<Pick<Account, 'address' | 'name' | 'label' | 'imap' | 'smtp' | 'signature' | 'paused'>>

/** Changes one account; each change says what it started from, so that nothing of another window is overwritten. */
export function useAccountUpdate(account: Account): {
  readonly change: (set: Change, password?: string) => void
  readonly problem: Problem | null
  readonly running: boolean
  readonly saved: boolean
} {
  const client = useClient()
  const queries = useQueryClient()
  const update = useMutation({
    mutationFn: ({ set, password }: { set: Change; password: string | undefined }) =>
      client.accounts.update({ id: account.id, from: pick(account, set), set, ...(password ? { password } : {}) }),
    onSuccess: (now) =>
      queries.setQueryData<{ items: Account[] }>(
        keys.accounts,
        (old) => old && { items: old.items.map((other) => (other.id === now.id ? now : other)) },
      ),
  })
  return {
    change: (set, password) => update.mutate({ set, password }),
    problem: update.error ? toProblem(update.error) : null,
    running: update.isPending,
    saved: update.isSuccess,
  }
}

/** The fields that change, as they were. */
function pick(account: Account, set: Change): Change {
  return {
    ...('address' in set ? { address: account.address } : {}),
    ...('name' in set ? { name: account.name } : {}),
    ...('label' in set ? { label: account.label } : {}),
    ...('imap' in set ? { imap: account.imap } : {}),
    ...('smtp' in set ? { smtp: account.smtp } : {}),
    ...('signature' in set ? { signature: account.signature } : {}),
    ...('paused' in set ? { paused: account.paused } : {}),
  }
}
