import { useCallback } from 'react'
import { toProblem } from '../../core/defs/index.ts'
import { useClient } from '../client/index.ts'
import { navigate } from '../routing/index.ts'
import { useToasts } from './Toasts.tsx'

/** Begins an empty message and opens it. */
export function useNewMessage(): () => void {
  const client = useClient()
  const toasts = useToasts()
  return useCallback(() => {
    client.drafts.create({}).then(
      (draft) => navigate({ name: 'draft', id: draft.id }),
      (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
    )
  }, [client, toasts])
}
