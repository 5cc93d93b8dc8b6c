import { useQuery } from '@tanstack/react-query'
import { keys, type RowKind, useClient } from '../../client/index.ts'
import type { Route } from '../../routing/index.ts'
import type { Source } from '../reading/index.tsx'

/** What the address opens beside its list, and the message of it to land on. */
export interface Opened {
  readonly source: Source | null
  readonly messageId: string | null
  readonly error: Error | null
}

const nothing: Opened = { source: null, messageId: null, error: null }

/**
 * A discussion, a thread, or one of their messages. A list of discussions opens a thread and a message within their
 * discussion, a list of threads a message within its thread.
 */
export function useOpened(route: Route, rows: RowKind): Opened {
  const client = useClient()
  const threadId = route.name === 'thread' ? route.id : null
  const thread = useQuery({
    queryKey: keys.thread(threadId ?? ''),
    queryFn: ({ signal }) => client.threads.get({ id: threadId ?? '' }, { signal }),
    enabled: threadId !== null && rows === 'discussions',
  })
  const messageId = route.name === 'message' ? route.id : null
  const wanted = messageId ?? thread.data?.lastMessageId ?? null
  const message = useQuery({
    queryKey: keys.message(wanted ?? ''),
    queryFn: ({ signal }) => client.messages.get({ id: wanted ?? '' }, { signal }),
    enabled: wanted !== null && (messageId !== null || rows === 'discussions'),
  })
  if (route.name === 'discussion') {
    return {
      source: { kind: 'discussion', id: route.id, threadId: route.threadId },
      messageId: route.messageId,
      error: null,
    }
  }
  if (threadId !== null && rows === 'threads') return { ...nothing, source: { kind: 'thread', id: threadId } }
  if (threadId === null && messageId === null) return nothing
  if (!message.data) return { ...nothing, error: thread.error ?? message.error }
  const { discussionId, threadId: ofThread } = message.data
  return rows === 'threads'
    ? { source: { kind: 'thread', id: ofThread }, messageId, error: null }
    : { source: { kind: 'discussion', id: discussionId, threadId }, messageId, error: null }
}
