import {
  type CoreEvent,
  type DiscussionSummary,
  fail,
  type ImportanceRange,
  type MessageSummary,
  type Tag,
  type ThreadSummary,
} from '../../core/defs/index.ts'
import { toDiscussion } from './judged.ts'
import { type Store, toThread } from './mail.ts'

interface Input {
  readonly id: string
  readonly ids: readonly string[]
  readonly view: string
  readonly unread?: boolean
  readonly importance?: ImportanceRange
  readonly threadId?: string
  readonly messageId: string
  readonly name: string
  readonly colour?: Tag['colour']
  readonly set: Partial<Tag>
  readonly cursor?: string
  readonly limit: number
}
type Handler = (input: Input) => unknown

interface Tools {
  page<T>(items: readonly T[], input: Pick<Input, 'cursor' | 'limit'>): { items: T[]; nextCursor: string | null }
  inView(view: string, row: DiscussionSummary | ThreadSummary): boolean
  change(
    messages: readonly MessageSummary[],
    to: (message: MessageSummary) => MessageSummary,
  ): { actionId: string; changed: number }
  emit(event: CoreEvent): void
  /** counted up by every change */
  version(): number
}

const found = <T>(item: T | undefined): T => {
  if (item === undefined) throw fail('not-found', 'This is not here any more. Nothing else was changed.')
  return item
}

/** Discussions and tags, in memory. */
export function discussionHandlers(store: Store, tools: Tools): Record<string, Handler> {
  const own = new Set(store.accounts.map(({ address }) => address))
  let cache: { version: number; byId: Map<string, DiscussionSummary>; ordered: DiscussionSummary[] } | null = null
  const all = () => {
    if (cache?.version !== tools.version()) {
      const groups = Map.groupBy(store.messages.values(), ({ discussionId }) => discussionId)
      const ordered = [...groups.values()].map((messages) => toDiscussion(messages, own))
      ordered.sort((a, b) => b.lastMs - a.lastMs)
      cache = { version: tools.version(), byId: new Map(ordered.map((one) => [one.id, one])), ordered }
    }
    return cache
  }
  const messagesOf = (id: string) => [...store.messages.values()].filter(({ discussionId }) => discussionId === id)
  const inView = ({ view, unread }: Input) =>
    all().ordered.filter((one) => tools.inView(view, one) && (!unread || one.unread > 0))
  const regroup = (messages: readonly MessageSummary[], discussionId: string) => {
    const before = messages.map((message) => message.discussionId)
    const done = tools.change(messages, (message) => ({ ...message, discussionId }))
    tools.emit({ type: 'discussions.changed', discussionIds: [...new Set([...before, discussionId])], more: false })
    return { ...done, discussionId }
  }
  return {
    'discussions.list': (input) => {
      const { min, max } = input.importance ?? { min: -10, max: 10 }
      const rows = inView(input).filter(
        ({ importance, flagged }) => flagged || (importance >= min && importance <= max),
      )
      return tools.page(rows, input)
    },
    'discussions.get': ({ id }) => found(all().byId.get(id)),
    'discussions.histogram': (input) => {
      const levels = Array.from({ length: 21 }, () => 0)
      for (const { importance } of inView(input)) levels[importance + 10] = (levels[importance + 10] ?? 0) + 1
      return { levels }
    },
    'discussions.threads': (input) => {
      const threads = [...Map.groupBy(messagesOf(input.id), ({ threadId }) => threadId).values()].map(toThread)
      return tools.page(
        threads.toSorted((a, b) => b.lastMs - a.lastMs),
        input,
      )
    },
    'discussions.messages': (input) =>
      tools.page(
        messagesOf(input.id)
          .filter(({ threadId }) => input.threadId === undefined || threadId === input.threadId)
          .toSorted((a, b) => b.sortMs - a.sortMs),
        input,
      ),
    'discussions.takeOut': ({ threadId = '' }) =>
      regroup(
        [...store.messages.values()].filter((message) => message.threadId === threadId),
        `taken-${threadId}`,
      ),
    'discussions.join': ({ ids }) => regroup(ids.slice(1).flatMap(messagesOf), ids[0] ?? ''),
    'tags.list': () => ({
      items: store.tags
        .map((tag) => {
          const inside = [...store.messages.values()].filter(({ tagIds }) => tagIds.includes(tag.id))
          return { ...tag, messages: inside.length, unread: inside.filter(({ flags }) => !flags.seen).length }
        })
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    }),
    'tags.create': ({ name, colour = 'grey' }) => {
      const tag = { id: `tag${store.tags.length}`, name, colour, importance: 0, kind: 'user' as const }
      store.tags.push({ ...tag, keyword: null, createdAtMs: Date.now(), messages: 0, unread: 0 })
      tools.emit({ type: 'tags.changed' })
      return found(store.tags.at(-1))
    },
    'tags.update': ({ id, set }) => {
      const tag = Object.assign(found(store.tags.find((one) => one.id === id)), set)
      tools.emit({ type: 'tags.changed' })
      return tag
    },
    'tags.suggest': ({ messageId }) => ({
      items:
        store.messages.get(messageId)?.discussionId === 'with-amira-jonas'
          ? [{ tagId: 'family', because: 'Amira' }]
          : [],
    }),
  }
}
