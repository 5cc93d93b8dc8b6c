import type {
  DiscussionSummary,
  Feature,
  MessageSummary,
  Page,
  ParticipantSet,
  ThreadSummary,
} from '../../core/defs/index.ts'
import type { PageRequest, ReadOptions } from './messages.ts'

/**
 * A discussion is summed up over the messages of its participant sets outside junk and trash, or over all when there are
 * none. Importance is the mean of its most important tenth (at least one), rounded; privacy is the lowest of each facet.
 * It stands in every view that one of its messages is in, at the place of its newest message; tags and lists, like `all`,
 * are those of messages outside junk and trash. Core turns addresses into
 * contacts: `people` come with `contactId` null, and the user's own addresses among them.
 */
export interface DiscussionStore {
  /** one range of an index a page, at any size, whatever the filter */
  list(request: PageRequest, options?: ReadOptions): Promise<Page<DiscussionSummary>>
  get(ids: readonly string[], options?: ReadOptions): Promise<DiscussionSummary[]>
  /** 21 numbers: discussions of the view at importance -10..10 */
  histogram(view: string, unread: boolean | undefined, options?: ReadOptions): Promise<number[]>
  /** threads that have one of the messages that it is summed up over, the one with the newest of these first */
  threads(
    discussionId: string,
    cursor: string | undefined,
    limit: number,
    options?: ReadOptions,
  ): Promise<Page<ThreadSummary>>
  /** those that it is summed up over, newest first */
  messages(
    request: { discussionId: string; threadId?: string | undefined; cursor?: string | undefined; limit: number },
    options?: ReadOptions,
  ): Promise<Page<MessageSummary>>
  /** all, junk and trash included, in no order */
  messageIds(discussionIds: readonly string[], options?: ReadOptions): Promise<string[]>
}

export interface ParticipantSetStore {
  get(ids: readonly string[], options?: ReadOptions): Promise<ParticipantSet[]>
  /** sets that hold one of these addresses (lower case), in id order: what a contact's edit regroups */
  byAddresses(
    addresses: readonly string[],
    cursor: string | undefined,
    limit: number,
    options?: ReadOptions,
  ): Promise<Page<ParticipantSet>>
  ofDiscussions(discussionIds: readonly string[], options?: ReadOptions): Promise<ParticipantSet[]>
  /** in id order, for jobs that walk everything */
  walk(after: string | null, limit: number, options?: ReadOptions): Promise<ParticipantSet[]>
  /** which of these messages' sets: messages of a set, newest first, for jobs that score it anew */
  messagesOf(
    setIds: readonly string[],
    cursor: string | undefined,
    limit: number,
    options?: ReadOptions,
  ): Promise<Page<string>>
}

/** How an address was met: what autocomplete ranks by and contacts are judged by. Kept as the commits go by. */
export interface Correspondent {
  /** lower case */
  readonly address: string
  readonly label: string
  /** messages of the user's own to this address, and the time of the latest (0: never) */
  readonly written: number
  readonly lastWrittenMs: number
  /** messages of others that this address stands in, and the time of the latest */
  readonly received: number
  readonly lastReceivedMs: number
}

export interface ScoreStore {
  features(messageIds: readonly string[], options?: ReadOptions): Promise<Map<string, readonly Feature[]>>
  /** messages not scored by these rules yet, newest first; the body must be here */
  stale(rules: number, limit: number, options?: ReadOptions): Promise<string[]>
  staleCount(rules: number, options?: ReadOptions): Promise<number>
  correspondents(addresses: readonly string[], options?: ReadOptions): Promise<Correspondent[]>
  /** those that the user wrote to, latest first */
  writtenTo(limit: number, options?: ReadOptions): Promise<Correspondent[]>
}

export interface TagStore {
  /** of every tag there is: messages outside junk and trash, and how many of them are unread */
  counts(options?: ReadOptions): Promise<{ tagId: string; messages: number; unread: number }[]>
  /** all, junk and trash included, newest first */
  messages(tagId: string, cursor: string | undefined, limit: number, options?: ReadOptions): Promise<Page<string>>
}
