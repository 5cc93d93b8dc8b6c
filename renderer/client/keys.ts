import type { QueryKey } from '@tanstack/react-query'
import type { ImportanceRange } from '../../core/defs/index.ts'

/** What the rows of a list are. */
export type RowKind = 'discussions' | 'threads'

/** Which list: what its rows are, of which view, and what narrows it. */
export interface ListInput {
  readonly rows: RowKind
  readonly view: string
  readonly unread: boolean
  readonly range: ImportanceRange
}

/** Names of what is in the query cache: the noun, the verb, then its input. Everything under a prefix is refetched with it. */
export const keys = {
  accounts: ['accounts'] as QueryKey,
  mailboxes: ['mailboxes'] as QueryKey,
  lists: ['lists'] as QueryKey,
  list: (input: ListInput): QueryKey => ['lists', input],
  histograms: ['histograms'] as QueryKey,
  histogram: (view: string, unread: boolean): QueryKey => ['histograms', { view, unread }],
  thread: (id: string): QueryKey => ['threads', 'get', id],
  allThreads: ['threads', 'get'] as QueryKey,
  threadMessages: (id: string): QueryKey => ['threads', 'messages', id],
  allThreadMessages: ['threads', 'messages'] as QueryKey,
  discussion: (id: string): QueryKey => ['discussions', 'get', id],
  /** which discussion this one has become; null: it is itself */
  discussionNow: (id: string): QueryKey => ['discussions', 'now', id],
  allDiscussions: ['discussions', 'get'] as QueryKey,
  discussionThreads: (id: string): QueryKey => ['discussions', 'threads', id],
  allDiscussionThreads: ['discussions', 'threads'] as QueryKey,
  /** `threadId`: of one thread in it; null: of all */
  discussionMessages: (id: string, threadId: string | null): QueryKey => ['discussions', 'messages', id, threadId],
  messagesOfDiscussion: (id: string): QueryKey => ['discussions', 'messages', id],
  allDiscussionMessages: ['discussions', 'messages'] as QueryKey,
  message: (id: string): QueryKey => ['messages', 'get', id],
  body: (id: string): QueryKey => ['messages', 'body', id],
  /** ways out of mailing lists */
  leavings: ['unsubscribe'] as QueryKey,
  leaving: (id: string): QueryKey => ['unsubscribe', 'offer', id],
  raw: (id: string): QueryKey => ['messages', 'raw', id],
  attachment: (id: string, index: number): QueryKey => ['messages', 'attachment', id, index],
  /** explanations of the index and of importance: everything that is read of privacy and importance stands under these */
  privacy: ['privacy'] as QueryKey,
  importance: ['importance'] as QueryKey,
  tags: ['tags'] as QueryKey,
  contacts: ['contacts'] as QueryKey,
  rules: ['rules'] as QueryKey,
  notifications: ['notifications'] as QueryKey,
  connections: ['connections'] as QueryKey,
  privacyOf: (kind: string, id: string): QueryKey => ['privacy', 'explain', kind, id],
  importanceOf: (kind: string, id: string): QueryKey => ['importance', 'explain', kind, id],
  drafts: ['drafts'] as QueryKey,
  draftList: ['drafts', 'list'] as QueryKey,
  draft: (id: string): QueryKey => ['drafts', 'get', id],
  outbox: ['outbox'] as QueryKey,
  search: ['search'] as QueryKey,
  settings: ['settings'] as QueryKey,
  sync: ['sync'] as QueryKey,
  tasks: ['tasks'] as QueryKey,
  system: ['system'] as QueryKey,
} as const
