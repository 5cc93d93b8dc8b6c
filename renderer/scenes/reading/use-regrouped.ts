import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { discussionRoute, navigate } from '../../routing/index.ts'
import type { Source } from './source.ts'

/**
 * A discussion may be another one a moment later: a contact was edited, a thread taken out, a joining undone. What is read
 * stays open then, wherever its newest message is now.
 */
export function useRegrouped(
  source: Source,
  newestId: string | null,
  error: Error | null,
  list: { readonly view: string; readonly unread: boolean },
): void {
  const client = useClient()
  const lastKnown = useRef(newestId)
  lastKnown.current = newestId ?? lastKnown.current
  const { data: now } = useQuery<string | null>({
    queryKey: keys.discussionNow(source.id),
    queryFn: () => null,
    enabled: source.kind === 'discussion',
  })
  const gone = source.kind === 'discussion' && error !== null && toProblem(error).code === 'not-found'
  const { view, unread } = list
  useEffect(() => {
    if (now) navigate(discussionRoute(now, { view, unread }), { replace: true })
  }, [now, view, unread])
  useEffect(() => {
    const id = lastKnown.current
    if (!gone || id === null) return
    const abort = new AbortController()
    client.messages.get({ id }, { signal: abort.signal }).then(
      ({ discussionId }) => {
        if (discussionId !== source.id) navigate(discussionRoute(discussionId, { view, unread }), { replace: true })
      },
      () => undefined, // it is gone as well, and the pane says so
    )
    return () => abort.abort()
  }, [client, gone, source.id, view, unread])
}
