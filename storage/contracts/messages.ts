import type { Message, MessageSummary, Page, ThreadSummary } from '../../core/defs/index.ts'
import type { Membership, RemoteCopy } from './change-set.ts'

export interface ReadOptions {
  readonly signal?: AbortSignal
  /** interactive reads (default) go ahead of batch ones */
  readonly priority?: 'interactive' | 'batch'
}

export interface PageRequest {
  /** core/defs view */
  readonly view: string
  readonly unread?: boolean | undefined
  /** both ends inclusive */
  readonly importance?: { readonly min: number; readonly max: number } | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Reads of messages and threads. Unknown ids are left out of answers to lists; lists keep the order asked for. */
export interface MessageStore {
  get(ids: readonly string[], options?: ReadOptions): Promise<MessageSummary[]>
  /** newest first by (sortMs, insertion); costs the same at any size */
  list(request: PageRequest, options?: ReadOptions): Promise<Page<MessageSummary>>
  /** messages with this Message-ID header */
  byMessageIds(messageIds: readonly string[], options?: ReadOptions): Promise<Message[]>
  ofThreads(threadIds: readonly string[], options?: ReadOptions): Promise<string[]>
  memberships(messageIds: readonly string[], options?: ReadOptions): Promise<Membership[]>
  /** ids in id order, for jobs that walk everything */
  walk(after: string | null, limit: number, options?: ReadOptions): Promise<string[]>
  /** messages whose body has still to be fetched, newest first; `mailboxId` narrows it */
  pendingBodies(mailboxId: string, limit: number, options?: ReadOptions): Promise<RemoteCopy[]>
}

/**
 * A thread is summed up over its messages outside junk and trash, or over all when there are none. It stands in every
 * view that one of its messages is in, at the place of its newest message wherever that one lies. `all` and `starred`
 * leave out what lies only in junk and trash, here and in MessageStore.
 */
export interface ThreadStore {
  list(request: PageRequest, options?: ReadOptions): Promise<Page<ThreadSummary>>
  get(ids: readonly string[], options?: ReadOptions): Promise<ThreadSummary[]>
  /** oldest first */
  messages(
    threadId: string,
    cursor: string | undefined,
    limit: number,
    options?: ReadOptions,
  ): Promise<Page<MessageSummary>>
  /** which thread each ref belongs to; unknown refs are left out */
  byRefs(refs: readonly string[], options?: ReadOptions): Promise<Map<string, string>>
}

/** The mirror of what the servers hold. */
export interface RemoteStore {
  /** in UID order, from `afterUid` (exclusive) */
  page(mailboxId: string, afterUid: number, limit: number, options?: ReadOptions): Promise<RemoteCopy[]>
  byUids(mailboxId: string, uids: readonly number[], options?: ReadOptions): Promise<RemoteCopy[]>
  byMessages(messageIds: readonly string[], options?: ReadOptions): Promise<RemoteCopy[]>
  count(mailboxId: string, options?: ReadOptions): Promise<number>
}
