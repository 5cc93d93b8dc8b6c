import {
  type CoreEvent,
  type DiscussionSummary,
  type Draft,
  fail,
  type ImportanceRange,
  type MailboxSummary,
  type MessageSummary,
  type Target,
  type ThreadSummary,
} from '../../core/defs/index.ts'
import { discussionHandlers } from './discussions.ts'
import { explainedHandlers } from './explained.ts'
import { type Store, toThread } from './mail.ts'
import type { FixtureState } from './states.ts'
import { writingHandlers } from './writing.ts'

/** The union of what the operations take; each handler reads only what its own schema let through. */
export type FixtureInput = {
  readonly id: string
  readonly authservIds: string[]
  readonly view: string
  readonly unread?: boolean
  readonly cursor?: string
  readonly limit: number
  readonly target: Target
  readonly set: Record<string, unknown>
  readonly mailboxId: string
  readonly actionId: string
  readonly query: string
  readonly address: string
  readonly password: string
  readonly content: Record<string, unknown>
  readonly accountId: string
  readonly index: number
  readonly ids: readonly string[]
  readonly importance?: ImportanceRange
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly by?: number
}
type Handler = (input: FixtureInput) => unknown

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** What the fixture answers, by operation. Input is checked by the operation's own schema before it comes here. */
export function fixtureHandlers(
  store: Store,
  state: FixtureState,
  emit: (event: CoreEvent) => void,
): Record<string, Handler> {
  const undo = new Map<string, () => void>()
  const drafts = new Map<string, Draft>()
  let nextId = 1

  let threadsCache: ThreadSummary[] | null = null
  const threads = (): ThreadSummary[] => {
    threadsCache ??= [...Map.groupBy(store.messages.values(), (message) => message.threadId).values()]
      .map(toThread)
      .toSorted((a, b) => b.lastMs - a.lastMs)
    return threadsCache
  }
  /** The rows of each view, until something changes: the window asks for page after page of the same. */
  const lists = new Map<string, ThreadSummary[]>()
  const listOf = ({ view, unread = false, importance }: FixtureInput): ThreadSummary[] => {
    const { min, max } = importance ?? { min: -10, max: 10 }
    const key = `${view} ${unread} ${min} ${max}`
    const known = threadsCache && lists.get(key)
    if (known) return known
    const rows = threads().filter(
      (thread) =>
        inView(view, thread) &&
        (!unread || thread.unread > 0) &&
        (thread.flagged || (thread.importance >= min && thread.importance <= max)),
    )
    lists.set(key, rows)
    return rows
  }
  const roleOf = (id: string) => store.mailboxes.find((box) => box.id === id)?.role ?? null
  const inView = (view: string, { mailboxIds, flagged, tagIds, listId }: ThreadSummary | DiscussionSummary) =>
    view === 'all' ||
    (view === 'starred' && flagged) ||
    tagIds.some((id) => view === `tag:${id}`) ||
    view === `list:${listId}` ||
    mailboxIds.some(
      (id) => view === `mailbox:${id}` || view === `role:${roleOf(id)}` || view === `account:${id.split('-')[0]}`,
    )
  const page = <T>(items: readonly T[], { cursor, limit }: Pick<FixtureInput, 'cursor' | 'limit'>) => {
    const from = Number(cursor ?? 0)
    return {
      items: items.slice(from, from + limit),
      nextCursor: from + limit < items.length ? String(from + limit) : null,
    }
  }
  const found = <T>(item: T | undefined): T => {
    if (item === undefined) throw fail('not-found', 'This is not here any more. Nothing else was changed.')
    return item
  }
  const targeted = ({ messageIds = [], threadIds = [], discussionIds = [] }: Target): MessageSummary[] =>
    [...store.messages.values()].filter(
      ({ id, threadId, discussionId }) =>
        messageIds.includes(id) || threadIds.includes(threadId) || discussionIds.includes(discussionId),
    )
  let version = 0
  const change = (messages: readonly MessageSummary[], to: (message: MessageSummary) => MessageSummary) => {
    const put = (list: readonly MessageSummary[]) => {
      for (const message of list) store.messages.set(message.id, message)
      threadsCache = null
      version += 1
      lists.clear()
      const touched = {
        messageIds: list.map(({ id }) => id),
        threadIds: [...new Set(list.map(({ threadId }) => threadId))],
      }
      emit({ type: 'messages.changed', ...touched, mailboxIds: [], more: false })
    }
    const actionId = `action${nextId++}`
    undo.set(actionId, () => put(messages))
    put(messages.map(to))
    return { actionId, changed: messages.length }
  }
  const moveTo = (role: string) => (input: FixtureInput) =>
    change(targeted(input.target), (message) => ({
      ...message,
      mailboxIds: message.mailboxIds.map((id) => `${id.split('-')[0]}-${role}`),
    }))
  const emptyDraft = (id: string): Draft => ({
    id,
    revision: 1,
    accountId: 'personal',
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    text: '',
    html: null,
    origin: null,
    inReplyTo: null,
    references: [],
    attachments: [],
    createdAtMs: Date.now(),
    updatedAtMs: Date.now(),
  })

  return {
    'accounts.list': () => ({ items: store.accounts }),
    'accounts.discover': async () => {
      await new Promise((resolve) => setTimeout(resolve, 800))
      return {
        imap: { host: 'imap.lambert.example', port: 993, security: 'tls', user: '' },
        smtp: { host: 'smtp.lambert.example', port: 465, security: 'tls', user: '' },
        attempts: [
          { method: 'srv', what: '_imaps._tcp.lambert.example', outcome: 'found' },
          { method: 'autoconfig', what: 'autoconfig.lambert.example', outcome: 'skipped' },
        ],
      }
    },
    'accounts.add': () => {
      throw fail(
        'auth',
        'The server did not accept this password. Your address and servers are kept, and nothing was downloaded. Many providers ask for an app password.',
        {
          field: 'password',
          server: 'imap.lambert.example:993',
          details: 'NO [AUTHENTICATIONFAILED] Invalid credentials',
        },
      )
    },
    'accounts.update': ({ id, set }) => {
      store.accounts = store.accounts.map((account) => (account.id === id ? { ...account, ...set } : account))
      emit({ type: 'accounts.changed' })
      return found(store.accounts.find((account) => account.id === id))
    },
    'accounts.suggestTrust': () => ({
      items: [{ authservId: 'mx.lambert.example', messages: 240, anywhere: 251, trusted: false }],
      messages: 300,
    }),
    'accounts.trust': ({ id, authservIds }) => {
      store.accounts = store.accounts.map((account) =>
        account.id === id ? { ...account, trustedAuthservIds: authservIds } : account,
      )
      emit({ type: 'accounts.changed' })
      return found(store.accounts.find((account) => account.id === id))
    },
    'accounts.remove': ({ id }) => {
      store.accounts = store.accounts.filter((account) => account.id !== id)
      emit({ type: 'accounts.changed' })
      return {}
    },
    'mailboxes.list': () => ({
      items: store.mailboxes.map(({ sync: _sync, ...box }): MailboxSummary => {
        const inside = [...store.messages.values()].filter((message) => message.mailboxIds.includes(box.id))
        return { ...box, total: inside.length, unread: inside.filter((message) => !message.flags.seen).length }
      }),
    }),
    'threads.list': (input) => page(listOf(input), input),
    'threads.get': ({ id }) => found(threads().find((thread) => thread.id === id)),
    'threads.messages': (input) =>
      page(
        [...store.messages.values()]
          .filter((message) => message.threadId === input.id)
          .toSorted((a, b) => a.sortMs - b.sortMs),
        input,
      ),
    'messages.get': ({ id }) => found(store.messages.get(id)),
    'messages.body': ({ id }) => found(store.bodies.get(id)),
    'messages.raw': ({ id }) => ({
      name: `${id}.eml`,
      type: 'message/rfc822',
      bytes: new TextEncoder().encode(
        `Subject: ${store.messages.get(id)?.subject}\r\n\r\n${store.bodies.get(id)?.text}`,
      ),
    }),
    'messages.attachment': ({ id, index }) => {
      const file = found(store.messages.get(id)?.attachments[index])
      return {
        name: file.name,
        type: 'image/png',
        bytes: Uint8Array.from(atob(onePixel), (char) => char.charCodeAt(0)),
      }
    },
    'messages.setFlags': ({ target, set }) =>
      change(targeted(target), (message) => ({ ...message, flags: { ...message.flags, ...set } })),
    'messages.archive': moveTo('archive'),
    'messages.junk': moveTo('junk'),
    'messages.remove': moveTo('trash'),
    'messages.move': ({ target, mailboxId }) =>
      change(targeted(target), (message) => ({ ...message, mailboxIds: [mailboxId] })),
    'actions.undo': ({ actionId }) => {
      found(undo.get(actionId))()
      undo.delete(actionId)
      return {}
    },
    'settings.get': () => state.settings,
    'settings.update': ({ set }) => {
      state.settings = { ...state.settings, ...set }
      emit({ type: 'settings.changed', settings: state.settings })
      return state.settings
    },
    'sync.status': () => ({ items: state.sync }),
    'sync.now': () => ({ items: state.sync }),
    'sync.pause': () => ({}),
    'sync.resume': () => ({}),
    'tasks.list': () => ({ items: state.tasks }),
    'tasks.cancel': () => ({}),
    'drafts.list': (input) => page([...drafts.values()].toReversed(), input),
    'drafts.get': ({ id }) => found(drafts.get(id)),
    'drafts.create': ({ content }) => {
      const draft = { ...emptyDraft(`draft${nextId++}`), ...content }
      drafts.set(draft.id, draft)
      emit({ type: 'drafts.changed', draftId: draft.id })
      return draft
    },
    'drafts.save': ({ id, content }) => {
      const old = found(drafts.get(id))
      const draft = { ...old, ...content, revision: old.revision + 1, updatedAtMs: Date.now() }
      drafts.set(id, draft)
      return draft
    },
    'drafts.remove': ({ id }) => {
      drafts.delete(id)
      emit({ type: 'drafts.changed', draftId: id })
      return {}
    },
    'outbox.list': () => ({ items: [], nextCursor: null }),
    'search.messages': (input) => ({
      ...page(
        [...store.messages.values()]
          .filter((message) =>
            `${message.subject} ${message.excerpt}`.toLowerCase().includes(input.query.toLowerCase()),
          )
          .map((message) => ({
            message,
            subject: marked(message.subject, input.query),
            snippet: marked(message.excerpt, input.query),
            file: null,
          })),
        input,
      ),
      issues: [],
      coverage: { messages: store.messages.size, oldestMs: Date.now() - 7 * 365 * 86_400_000 },
    }),
    'search.facets': (input) => {
      const found = [...store.messages.values()].filter((message) =>
        `${message.subject} ${message.excerpt}`.toLowerCase().includes(input.query.toLowerCase()),
      )
      const of = (has: (message: (typeof found)[number]) => boolean) => found.filter(has).length
      return {
        counted: found.length,
        complete: true,
        attachment: of(({ attachments }) => attachments.length > 0),
        link: of(({ hasLink }) => hasLink),
        unread: of(({ flags }) => !flags.seen),
        starred: of(({ flags }) => flags.flagged),
        people: [],
        mailboxes: [],
        years: [],
      }
    },
    'search.snippets': ({ ids, query }) => ({
      items: ids.map((id) => ({ id, snippet: marked(store.bodies.get(id)?.text ?? '', query) })),
    }),
    'tags.apply': ({ target, add, remove }) =>
      change(targeted(target), (message) => ({
        ...message,
        tagIds: [...message.tagIds.filter((id) => !add.includes(id) && !remove.includes(id)), ...add],
      })),
    'importance.correct': ({ target, by = 0 }) =>
      change(targeted(target), (message) => {
        const importance = Math.max(-10, Math.min(10, message.importance + by))
        return { ...message, importance, correction: importance }
      }),
    ...writingHandlers(store, emit),
    ...explainedHandlers(store),
    ...discussionHandlers(store, { page, inView, change, emit, version: () => version }),
    'system.info': () => ({
      version: '0.1.0',
      host: 'node',
      dataDirectory: '/home/noe/Caliopen',
      credentials: { kind: 'keychain', message: 'Kept in this computer’s keychain.' },
    }),
    'system.stats': () => ({
      messages: store.messages.size,
      threads: threads().length,
      mailboxes: store.mailboxes.length,
      accounts: store.accounts.length,
      unread: 12,
      rawBytes: 48_000_000,
      databaseBytes: 21_000_000,
      blobBytes: 52_000_000,
      oldestMs: null,
      newestMs: null,
    }),
    'system.doctor': () => ({
      findings: [{ check: 'integrity', ok: true, message: 'The database is intact.', count: 0, repaired: false }],
    }),
  }
}

function marked(text: string, query: string) {
  const at = query ? text.toLowerCase().indexOf(query.toLowerCase()) : -1
  return { text, hits: at < 0 ? [] : [[at, at + query.length]] }
}
