import { useCallback } from 'react'
import { type Recipient, toProblem } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { navigate } from '../../routing/index.ts'
import { useToasts } from '../../window/index.ts'

/** Begins a message to somebody and opens it. */
export function useWriteTo(): (to: Recipient) => void {
  const client = useClient()
  const toasts = useToasts()
  return useCallback(
    (to) => {
      client.drafts
        .create({})
        .then(({ id, revision }) => client.drafts.save({ id, revision, content: { to: [to] } }))
        .then(
          ({ id }) => navigate({ name: 'draft', id }),
          (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }),
        )
    },
    [client, toasts],
  )
}
