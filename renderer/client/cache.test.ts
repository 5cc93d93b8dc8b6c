// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, test, vi } from 'vitest'
import type { CoreEvent } from '../../core/defs/index.ts'
import { fixtureConnection } from '../gallery/fixture-client.ts'
import { connectCache, untrueAfter } from './cache.ts'
import { keys } from './keys.ts'
import { isDiscussion, type ListPages, rowsOf } from './lists.ts'
import { touchedBy } from './touched.ts'

const touched = { messageIds: ['m1'], threadIds: ['t1'], mailboxIds: [], more: false }

describe('what an event makes untrue', () => {
  test('a changed message: itself, the counts, searches, what was explained', () => {
    expect(untrueAfter({ type: 'messages.changed', ...touched })).toEqual(
      expect.arrayContaining([keys.message('m1'), keys.mailboxes, keys.search, keys.histograms, keys.privacy]),
    )
  })

  test('tags, rules and notifications are asked for again when they change', () => {
    expect(untrueAfter({ type: 'tags.changed' })).toContainEqual(keys.tags)
    expect(untrueAfter({ type: 'rules.changed' })).toContainEqual(keys.rules)
    expect(untrueAfter({ type: 'notifications.changed', fresh: null })).toContainEqual(keys.notifications)
  })

  test('other nouns touch no lists of threads', () => {
    const events: CoreEvent[] = [
      { type: 'accounts.changed' },
      { type: 'mailboxes.changed', accountId: 'a' },
      { type: 'drafts.changed', draftId: 'd' },
    ]
    for (const event of events) expect(untrueAfter(event)).not.toContainEqual(keys.lists)
    expect(touchedBy(events)).toBeNull()
  })
})

const range = { min: -10, max: 10 }

async function loadInbox(kind: 'discussions' | 'threads' = 'discussions') {
  const connection = fixtureConnection('')
  const queries = new QueryClient()
  const input = { view: 'role:inbox', limit: 10 }
  const page = await (kind === 'threads' ? connection.client.threads : connection.client.discussions).list(input)
  const key = keys.list({ rows: kind, view: 'role:inbox', unread: false, range })
  queries.setQueryData<ListPages>(key, { pages: [page], pageParams: [null] })
  queries.setQueryData(keys.mailboxes, await connection.client.mailboxes.list({}))
  const links: string[] = []
  const close = connectCache(connection, queries, (state) => links.push(state))
  const rows = () => rowsOf(queries.getQueryData<ListPages>(key) ?? { pages: [], pageParams: [] })
  return { connection, queries, rows, close }
}

const until = (holds: () => void) => vi.waitFor(holds, { timeout: 5000 })

test.each(['threads', 'discussions'] as const)(
  'in a list of %s a star set elsewhere appears, what is archived leaves, undo brings it back',
  async (kind) => {
    const { connection, rows, close } = await loadInbox(kind)
    const second = rows()[1]
    const id = second?.id ?? ''
    const target = kind === 'threads' ? { threadIds: [id] } : { discussionIds: [id] }
    await connection.client.messages.setFlags({ target, set: { flagged: true } })
    await until(() => expect(rows()[1]?.flagged).toBe(true))
    const { actionId } = await connection.client.messages.archive({ target })
    await until(() => expect(rows().some((row) => row.id === id)).toBe(false))
    await connection.client.actions.undo({ actionId })
    await until(() => expect(rows()[1]?.id).toBe(id))
    close()
  },
)

test('a thread that is taken out stands in the list as a discussion of its own, and the other counts less', async () => {
  const { connection, rows, close } = await loadInbox()
  const [first] = rows()
  const threads = await connection.client.discussions.threads({ id: first?.id ?? '' })
  const taken = threads.items[1]
  const { discussionId, actionId } = await connection.client.discussions.takeOut({ threadId: taken?.id ?? '' })
  await until(() => expect(rows().map(({ id }) => id)).toContain(discussionId))
  expect(rows().find(({ id }) => id === first?.id)?.count).toBe((first?.count ?? 0) - (taken?.count ?? 0))
  await connection.client.actions.undo({ actionId })
  await until(() => expect(rows().find(({ id }) => id === first?.id)?.count).toBe(first?.count))
  close()
})

test('a tag and a corrected importance show in the row, and a message that is read in its discussion', async () => {
  const { connection, queries, rows, close } = await loadInbox()
  const row = rows().find((one) => isDiscussion(one) && one.unread === 1)
  const id = row?.id ?? ''
  const messages = await connection.client.discussions.messages({ id })
  const key = keys.discussionMessages(id, null)
  queries.setQueryData(key, { pages: [messages], pageParams: [null] })
  await connection.client.tags.apply({ target: { discussionIds: [id] }, add: ['archive'] })
  await connection.client.importance.correct({ target: { discussionIds: [id] }, by: 1 })
  const now = () => rows().find((one) => one.id === id)
  await until(() =>
    expect(now()).toMatchObject({
      tagIds: expect.arrayContaining(['archive']),
      importance: (row?.importance ?? 0) + 1,
    }),
  )
  const unread = messages.items.find(({ flags }) => !flags.seen)
  await connection.client.messages.setFlags({ target: { messageIds: [unread?.id ?? ''] }, set: { seen: true } })
  await until(() => expect(now()?.unread).toBe(0))
  const shown = queries.getQueryData<{ pages: (typeof messages)[] }>(key)?.pages[0]?.items
  expect(shown?.find(({ id }) => id === unread?.id)?.flags.seen).toBe(true)
  close()
})

test('settings of another window are taken over at once', async () => {
  const { connection, queries, close } = await loadInbox()
  await connection.client.settings.update({ set: { theme: 'dark' } })
  expect(queries.getQueryData(keys.settings)).toMatchObject({ theme: 'dark' })
  close()
})
