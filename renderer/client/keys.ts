import type { QueryKey } from '@tanstack/react-query'

/** Names of what is in the query cache: the noun, the verb, then its input. Everything under a prefix is refetched with it. */
export const keys = {
  accounts: ['accounts'] as QueryKey,
  mailboxes: ['mailboxes'] as QueryKey,
  threadLists: ['threads', 'list'] as QueryKey,
  threadList: (view: string, unread: boolean): QueryKey => ['threads', 'list', { view, unread }],
  thread: (id: string): QueryKey => ['threads', 'get', id],
  threadMessages: (id: string): QueryKey => ['threads', 'messages', id],
  allThreadMessages: ['threads', 'messages'] as QueryKey,
  message: (id: string): QueryKey => ['messages', 'get', id],
  body: (id: string): QueryKey => ['messages', 'body', id],
  raw: (id: string): QueryKey => ['messages', 'raw', id],
  attachment: (id: string, index: number): QueryKey => ['messages', 'attachment', id, index],
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
