import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { CoreEvent } from '../../core/defs/index.ts'
import type { Connection, LinkState } from './connection.ts'
import { keys } from './keys.ts'
import { type DiscussionOf, refresh } from './refresh.ts'
import { touchedBy } from './touched.ts'

/** During a first sync events come by the hundred: what they touch is gathered this long and asked for once. */
const gatherMs = 400

/** What an event makes untrue; lists and the messages of discussions apart: those are patched, see `refresh`. */
export function untrueAfter(event: CoreEvent): readonly QueryKey[] {
  switch (event.type) {
    case 'messages.added':
    case 'messages.changed':
    case 'messages.removed':
      return [
        keys.mailboxes,
        keys.search,
        keys.histograms,
        keys.tags,
        keys.privacy,
        keys.importance,
        ...event.messageIds.flatMap((id) => [keys.message(id), keys.body(id)]),
      ]
    case 'discussions.changed':
      return [keys.histograms, keys.privacy, keys.importance, keys.contacts]
    case 'privacy.changed':
      return [
        keys.histograms,
        keys.privacy,
        keys.importance,
        keys.contacts,
        ...event.messageIds.map((id) => keys.message(id)),
      ]
    case 'contacts.changed':
      return [keys.contacts, keys.privacy, keys.importance]
    case 'tags.changed':
      return [keys.tags, keys.importance]
    case 'rules.changed':
      return [keys.rules]
    case 'notifications.changed':
      return [keys.notifications]
    case 'connections.changed':
      return [keys.connections]
    case 'mailboxes.changed':
      return [keys.mailboxes]
    case 'accounts.changed':
      return [keys.accounts, keys.mailboxes, keys.sync]
    case 'drafts.changed':
      return [keys.draftList, keys.draft(event.draftId)]
    case 'outbox.changed':
      return [keys.outbox, keys.draftList]
    case 'settings.changed':
    case 'tasks.changed':
    case 'sync.changed':
      return [] // they carry the new state: put into the cache as it is
  }
}

/** Keeps the cache true: events patch or refetch what they touch, and after a gap everything is asked for again. */
export function connectCache(
  connection: Connection,
  queries: QueryClient,
  onLink: (state: LinkState) => void,
): () => void {
  const discussionOf: DiscussionOf = new Map()
  let gathered: CoreEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const settle = async () => {
    const events = gathered
    gathered = []
    const untrue = new Map(events.flatMap(untrueAfter).map((key) => [JSON.stringify(key), key]))
    for (const queryKey of untrue.values()) void queries.invalidateQueries({ queryKey })
    const touched = touchedBy(events)
    try {
      if (touched) await refresh(connection.client, queries, touched, discussionOf)
    } finally {
      // What came meanwhile waits for its own turn: answers must not overtake one another.
      timer = gathered.length > 0 && !closed ? setTimeout(settle, gatherMs) : undefined
    }
  }

  const close = connection.subscribe(
    (event) => {
      if (putIntoCache(queries, event)) return
      gathered.push(event)
      timer ??= setTimeout(settle, gatherMs)
    },
    (state) => {
      onLink(state)
      if (state === 'restored') void queries.invalidateQueries()
    },
  )
  return () => {
    closed = true
    clearTimeout(timer)
    close()
  }
}

function putIntoCache(queries: QueryClient, event: CoreEvent): boolean {
  switch (event.type) {
    case 'settings.changed':
      queries.setQueryData(keys.settings, event.settings)
      return true
    case 'sync.changed':
      queries.setQueryData<{ items: (typeof event.status)[] }>(keys.sync, (old) => ({
        items: replaced(old?.items ?? [], event.status, (status) => status.accountId),
      }))
      return true
    case 'tasks.changed':
      queries.setQueryData<{ items: (typeof event.task)[] }>(keys.tasks, (old) => ({
        items: replaced(old?.items ?? [], event.task, (task) => task.id),
      }))
      return true
    default:
      return false
  }
}

function replaced<T>(items: readonly T[], item: T, idOf: (item: T) => string): T[] {
  const id = idOf(item)
  return items.some((other) => idOf(other) === id)
    ? items.map((other) => (idOf(other) === id ? item : other))
    : [...items, item]
}
