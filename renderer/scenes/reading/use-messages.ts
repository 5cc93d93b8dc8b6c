import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { MessageSummary, Page } from '../../../core/defs/index.ts'
import { keys, type MessagePages, useClient } from '../../client/index.ts'
import type { Source } from './source.ts'

/** Messages of the first page: what most discussions hold, quick to come. */
const firstPage = 50
const nextPage = 200
/** Threads come oldest first, and reading begins near their end: all of it, in few calls. */
const threadPage = 500
/** Unread messages are looked for this far back; who has more begins there. */
const unreadSoughtAtMost = 1000

export interface Messages {
  /** oldest first, as far as loaded */
  readonly messages: readonly MessageSummary[]
  /** the messages that reading begins at are loaded */
  readonly isReady: boolean
  readonly hasOlder: boolean
  readonly isLoadingOlder: boolean
  readonly error: Error | null
  loadOlder(): void
}

interface Wanted {
  /** the message to land on */
  readonly messageId: string | null
  /** how many are unread, as the row says */
  readonly unread: number
}

/** The messages of what is read, newest pages first, and as many as it takes to begin where reading begins. */
export function useMessages(source: Source, wanted: Wanted): Messages {
  const client = useClient()
  const ofThread = source.kind === 'thread'
  const query = useInfiniteQuery<Page<MessageSummary>, Error, MessagePages, readonly unknown[], string | null>({
    queryKey: ofThread ? keys.threadMessages(source.id) : keys.discussionMessages(source.id, source.threadId),
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? { cursor: pageParam } : {}
      if (source.kind === 'thread') {
        return client.threads.messages({ id: source.id, limit: threadPage, ...cursor }, { signal })
      }
      const { id, threadId } = source
      const limit = pageParam ? nextPage : firstPage
      return client.discussions.messages({ id, limit, ...(threadId ? { threadId } : {}), ...cursor }, { signal })
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const messages = useMemo(() => inOrder(data, ofThread), [data, ofThread])
  const isEnough = !hasNextPage || (!ofThread && holds(messages, wanted))
  // What was enough when reading began stays enough: what is read and unread later moves nothing.
  const began = useRef(false)
  began.current ||= data !== undefined && isEnough
  const isReady = began.current && (!ofThread || isEnough)
  const isSeeking = data !== undefined && !isReady
  useEffect(() => {
    if (isSeeking && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [isSeeking, hasNextPage, isFetchingNextPage, fetchNextPage])
  return {
    messages,
    isReady,
    hasOlder: hasNextPage && !ofThread,
    isLoadingOlder: isFetchingNextPage,
    error: query.error,
    loadOlder: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
  }
}

function inOrder(data: MessagePages | undefined, oldestFirst: boolean): readonly MessageSummary[] {
  const all = data?.pages.flatMap((page) => page.items) ?? []
  return oldestFirst ? all : all.toReversed()
}

/** Whether the place where reading begins is among what is loaded. */
function holds(messages: readonly MessageSummary[], { messageId, unread }: Wanted): boolean {
  if (messageId !== null) return messages.some(({ id }) => id === messageId)
  const here = messages.filter(({ flags }) => !flags.seen).length
  return here >= unread || messages.length >= unreadSoughtAtMost
}
