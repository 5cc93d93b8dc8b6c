// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, test, vi } from 'vitest'
import type { CoreEvent } from '../../core/defs/index.ts'
import { fixtureConnection } from '../gallery/fixture-client.ts'
import { connectCache, untrueAfter } from './cache.ts'
import { keys } from './keys.ts'
import { rowsOf, type ThreadPages } from './lists.ts'

const touched = { messageIds: ['m1'], threadIds: ['t1'], mailboxIds: [], more: false }

describe('what an event makes untrue', () => {
  test('a changed message: itself, its thread, the counts, searches', () => {
    expect(untrueAfter({ type: 'messages.changed', ...touched })).toEqual(
      expect.arrayContaining([keys.message('m1'), keys.threadMessages('t1'), keys.mailboxes, keys.search]),
    )
  })

  test('a batch that is cut: every open thread', () => {
    expect(untrueAfter({ type: 'messages.changed', ...touched, more: true })).toContainEqual(keys.allThreadMessages)
  })

  test('other nouns touch no lists of threads', () => {
    const events: CoreEvent[] = [
      { type: 'accounts.changed' },
      { type: 'mailboxes.changed', accountId: 'a' },
      { type: 'drafts.changed', draftId: 'd' },
    ]
    for (const event of events) expect(untrueAfter(event)).not.toContainEqual(keys.threadLists)
  })
})

async function loadInbox() {
  const connection = fixtureConnection('')
  const queries = new QueryClient()
  const page = await connection.client.threads.list({ view: 'role:inbox', limit: 10 })
  const key = keys.threadList('role:inbox', false)
  queries.setQueryData<ThreadPages>(key, { pages: [page], pageParams: [null] })
  queries.setQueryData(keys.mailboxes, await connection.client.mailboxes.list({}))
  const links: string[] = []
  const close = connectCache(connection, queries, (state) => links.push(state))
  const rows = () => rowsOf(queries.getQueryData<ThreadPages>(key) ?? { pages: [], pageParams: [] })
  return { connection, queries, rows, close }
}

test('a star set elsewhere appears in the loaded list, an archived thread leaves it, undo brings it back', async () => {
  const { connection, rows, close } = await loadInbox()
  const second = rows()[1]
  const target = { threadIds: [second?.id ?? ''] }
  await connection.client.messages.setFlags({ target, set: { flagged: true } })
  await vi.waitFor(() => expect(rows()[1]?.flagged).toBe(true), { timeout: 5000 })
  const { actionId } = await connection.client.messages.archive({ target })
  await vi.waitFor(() => expect(rows().some(({ id }) => id === second?.id)).toBe(false), { timeout: 5000 })
  await connection.client.actions.undo({ actionId })
  await vi.waitFor(() => expect(rows()[1]?.id).toBe(second?.id), { timeout: 5000 })
  close()
})

test('settings of another window are taken over at once', async () => {
  const { connection, queries, close } = await loadInbox()
  await connection.client.settings.update({ set: { theme: 'dark' } })
  expect(queries.getQueryData(keys.settings)).toMatchObject({ theme: 'dark' })
  close()
})
