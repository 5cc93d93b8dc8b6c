import {
  type CoreEvent,
  fail,
  type Handlers,
  type Notification,
  type Operations,
  type Problem,
  type Task,
} from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { readSettings } from '../settings/index.ts'
import { createKeyWatch } from './keys.ts'
import { notificationLimits } from './limits.ts'
import { newsWorthTelling, stillWaiting } from './news.ts'
import { isQuiet } from './quiet.ts'
import { createAdviceMemory, createShelf, type Draft } from './shelf.ts'
import { adviceWords, privateWords, wordsOfMessage, wordsOfMessages } from './words.ts'

type Fresh = Extract<CoreEvent, { type: 'messages.added' }>['fresh']

/** What the program has to say. Everything beside `handlers` is for the agent that listens to what happens. */
export interface Notifications {
  readonly handlers: Handlers<Operations['notifications']>
  /** what came in one fetch: told one by one if few, else together */
  newMessages(fresh: Fresh): Promise<void>
  /** these (null: whichever) were read, moved or deleted: what was told of them may be old */
  messagesChanged(messageIds: readonly string[] | null): Promise<void>
  /** told when it failed; no more when it waits again, is on its way or gone */
  outboxChanged(itemId: string): Promise<void>
  importEnded(task: Pick<Task, 'id' | 'state' | 'label' | 'problem'>): Promise<void>
  syncFailed(account: { readonly id: string; readonly address: string }, problem: Problem): Promise<void>
  syncWell(accountId: string): Promise<void>
  /** told when a contact that had a key has another one, which the user did not enter by hand; null: whichever contact */
  contactsChanged(contactIds: readonly string[] | null): Promise<void>
  /** gives the first advice of these that has words and was not silenced, unless one was given less than a day ago */
  advise(advice: readonly string[]): Promise<void>
  /** takes away what has run out */
  sweep(): Promise<void>
}

export interface NotificationOptions {
  /** milliseconds that local time is ahead of UTC at a moment */
  readonly zone?: (ms: number) => number
}

export function createNotifications(context: CoreContext, { zone = () => 0 }: NotificationOptions = {}): Notifications {
  const { clock, events } = context
  const shelf = createShelf(context)
  const memory = createAdviceMemory(context)
  const keys = createKeyWatch(context)

  const tell = (fresh: Notification | null, sound = false): void =>
    events.emit({ type: 'notifications.changed', fresh, ...(sound ? { sound } : {}) })

  async function add(draft: Draft): Promise<void> {
    const made = await shelf.add(draft)
    if (made === null) return
    const { notifications: wanted } = await readSettings(context)
    const nowMs = clock.nowMs()
    if (!wanted.enabled || isQuiet(wanted, nowMs, zone(nowMs))) return tell(null)
    tell(wanted.preview === 'private' ? hidden(made) : made, wanted.sound)
  }

  async function removeKey(key: string): Promise<void> {
    if (await shelf.removeKey(key)) tell(null)
  }

  return {
    handlers: createHandlers(shelf, memory, () => tell(null)),
    async newMessages(fresh) {
      const { notifications: wanted } = await readSettings(context)
      const told = await newsWorthTelling(context, fresh, wanted)
      if (told.length <= notificationLimits.toldOneByOne) {
        for (const { accountId, ...message } of told) {
          const { messageId, discussionId } = message
          const goal = { kind: 'message' as const, messageId, discussionId }
          await add({
            kind: 'new-message',
            key: null,
            ...wordsOfMessage(message),
            goal,
            accountId,
            messages: [message],
          })
        }
        return
      }
      const accounts = new Set(told.map(({ accountId }) => accountId))
      const messages = told.map(({ accountId: _, ...message }) => message)
      await add({
        kind: 'new-message',
        key: null,
        ...wordsOfMessages(messages),
        goal: goalOfAll(told),
        accountId: accounts.size === 1 ? (told[0]?.accountId ?? null) : null,
        count: told.length,
        messages: messages.length > notificationLimits.messagesNamed ? [] : messages,
      })
    },
    async messagesChanged(messageIds) {
      if (await settleMessages(context, shelf, messageIds && new Set(messageIds))) tell(null)
    },
    async outboxChanged(itemId) {
      const item = await context.stores.records.get('outbox', itemId)
      if (item?.state !== 'failed' && item?.state !== 'late') return removeKey(`send ${itemId}`)
      await add({
        kind: 'send-failed',
        key: `send ${itemId}`,
        title: `Not sent: ${item.subject || '(no subject)'}`,
        text: item.problem?.message ?? 'Your text is kept.',
        goal: { kind: 'outbox' },
        accountId: item.accountId,
      })
    },
    // how far a task came is told in bytes of a file: no number of messages
    importEnded: ({ id, state, label, problem }) =>
      add({
        kind: 'import-done',
        key: `import ${id}`,
        title: state === 'done' ? `Imported: ${label}` : `Not imported to its end: ${label}`,
        text: problem?.message ?? 'Its messages are in their mailboxes.',
        goal: { kind: 'none' },
      }),
    syncFailed: ({ id, address }, problem) =>
      add({
        kind: 'sync-failed',
        key: `sync ${id}`,
        title: address,
        text: problem.message,
        goal: { kind: 'settings', page: 'accounts' },
        accountId: id,
      }),
    syncWell: (accountId) => removeKey(`sync ${accountId}`),
    async contactsChanged(contactIds) {
      for (const { id, name } of await keys.changed(contactIds)) {
        await add({
          kind: 'key-changed',
          key: `key ${id}`,
          title: `The key of ${name} has changed`,
          text: 'Compare the new fingerprint with them, by voice or face to face, before you rely on it.',
          goal: { kind: 'contact', contactId: id },
        })
      }
    },
    async advise(advice) {
      const { silenced, advisedAtMs } = await memory.read()
      if (clock.nowMs() - advisedAtMs < notificationLimits.adviceEveryMs) return
      const name = advice.find((each) => adviceWords.has(each) && !silenced.includes(each))
      const words = name === undefined ? undefined : adviceWords.get(name)
      if (name === undefined || words === undefined) return
      await memory.change(() => ({ advisedAtMs: clock.nowMs() }))
      const { title, text, page } = words
      const goal = page === null ? { kind: 'none' as const } : { kind: 'settings' as const, page }
      await add({ kind: 'privacy-advice', key: `advice ${name}`, title, text, goal, advice: name })
    },
    async sweep() {
      if ((await shelf.all()).expired > 0) tell(null)
    },
  }
}

function createHandlers(
  shelf: ReturnType<typeof createShelf>,
  memory: ReturnType<typeof createAdviceMemory>,
  changed: () => void,
): Notifications['handlers'] {
  const chosen = async (ids: readonly string[] | undefined): Promise<Notification[]> => {
    const { items } = await shelf.all()
    return ids === undefined ? items : items.filter(({ id }) => ids.includes(id))
  }
  return {
    async list({ cursor, limit }) {
      const { items } = await shelf.all()
      const from = cursor === undefined ? items : items.filter(({ id }) => id < cursor)
      const page = from.slice(0, limit)
      return {
        items: page,
        nextCursor: from.length > page.length ? (page.at(-1)?.id ?? null) : null,
        unread: items.filter(({ read }) => !read).length,
      }
    },
    async read({ ids }) {
      const unread = (await chosen(ids)).filter(({ read }) => !read)
      await shelf.put(unread.map((item) => ({ ...item, read: true })))
      if (unread.length > 0) changed()
      return {}
    },
    async dismiss({ ids, forGood }) {
      const gone = await chosen(ids)
      if (ids !== undefined && forGood && gone.every(({ advice }) => advice === null)) {
        throw fail('invalid', 'Only advice can be silenced for good. Nothing was changed.', { field: 'forGood' })
      }
      const names = forGood ? gone.flatMap(({ advice }) => advice ?? []) : []
      if (names.length > 0) {
        await memory.change(({ silenced }) => ({
          silenced: [...new Set([...silenced, ...names])].slice(-notificationLimits.silencedAdvice),
        }))
      }
      await shelf.remove(gone)
      if (gone.length > 0) changed()
      return {}
    },
  }
}

/** Told messages that are all read, moved away or gone say nothing any more. */
async function settleMessages(
  context: CoreContext,
  shelf: ReturnType<typeof createShelf>,
  touched: ReadonlySet<string> | null,
): Promise<boolean> {
  const { items } = await shelf.all()
  const affected = items.filter(({ messages = [] }) =>
    messages.some(({ messageId }) => touched === null || touched.has(messageId)),
  )
  if (affected.length === 0) return false
  const ids = affected.flatMap(({ messages = [] }) => messages.map(({ messageId }) => messageId))
  const waiting = await stillWaiting(context, [...new Set(ids)])
  const over = affected.filter(({ messages = [] }) => messages.every(({ messageId }) => !waiting.has(messageId)))
  await shelf.remove(over)
  return over.length > 0
}

/** Several messages lead to their discussion if it is one. */
function goalOfAll(told: readonly { readonly discussionId: string }[]): Notification['goal'] {
  const [first, ...others] = new Set(told.map(({ discussionId }) => discussionId))
  return first !== undefined && first !== '' && others.length === 0
    ? { kind: 'discussion', discussionId: first }
    : { kind: 'none' }
}

/** As the desktop may show it: nothing in it tells who or what. */
const hidden = (made: Notification): Notification => ({ ...made, ...privateWords(made), messages: [] })
