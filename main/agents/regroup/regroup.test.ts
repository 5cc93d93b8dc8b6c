import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message, Task } from '../../../core/defs/index.ts'
import { type Core, createCore } from '../../../core/index.ts'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../../devtools/fakes/index.ts'
import { createScheduler, type Scheduler } from '../scheduler/index.ts'
import { createRegroupAgent, type RegroupAgent } from './index.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let core: Core
let scheduler: Scheduler
let agent: RegroupAgent

/** As it was stored before there were discussions. */
const message = (id: string, from: string, to: string): Message =>
  fakeMessage({
    id,
    subject: id,
    participants: [
      { type: 'from', address: from, label: '' },
      { type: 'to', address: to, label: '' },
    ],
    flags: { seen: true, flagged: false, answered: false, forwarded: false, draft: false },
  })

beforeEach(async () => {
  context = createFakeContext()
  core = createCore(context, { version: '0', host: 'node', dataDirectory: '/' })
  scheduler = createScheduler(context)
  agent = createRegroupAgent({ ...context, discussions: core.discussions, scheduler, checkAfterMs: 0 })
  const inbox = { path: 'i', name: 'i', delimiter: '/', subscribed: true, selectable: true, sync: null }
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount({ address: 'me@home.org' }) },
      { noun: 'mailbox', value: { ...inbox, id: 'inbox', accountId: 'account-1', role: 'inbox' } },
    ],
    messages: [
      message('m1', 'ann@x.org', 'me@home.org'),
      message('m2', 'me@home.org', 'ann@x.org'),
      message('m3', 'old@home.org', 'ann@x.org'),
    ],
    membershipAdds: ['m1', 'm2', 'm3'].map((messageId) => ({ messageId, mailboxId: 'inbox' })),
  })
})
afterEach(async () => {
  await agent.stop()
  await scheduler.stop()
})

const counts = async () =>
  (await core.handlers.discussions.list({ view: 'all', limit: 50 }, call)).items.map(({ count }) => count).sort()
const ended = (task: Task | undefined) => task !== undefined && task.endedAtMs !== null

test('stored mail is sorted into discussions by itself, as a task that can be seen', async () => {
  expect(await counts()).toEqual([])
  agent.start()
  await expect.poll(() => scheduler.tasks()[0]).toMatchObject({ kind: 'maintenance', state: 'done', done: 3, total: 3 })
  expect(await counts()).toEqual([1, 2])
})

test('another own address takes its mail to the people that it was written to', async () => {
  agent.start()
  await expect.poll(() => ended(scheduler.tasks()[0])).toBe(true)
  await context.stores.commit({
    recordPuts: [{ noun: 'account', value: fakeAccount({ id: 'a2', address: 'old@home.org' }) }],
  })
  context.events.emit({ type: 'accounts.changed' })
  await expect.poll(counts).toEqual([3])
  await expect.poll(async () => (await context.stores.messages.get(['m3']))[0]?.own).toBe(true)
})

test('where nothing is to be done there is no task', async () => {
  agent.start()
  await expect.poll(() => ended(scheduler.tasks()[0])).toBe(true)
  await agent.stop()
  let asked = 0
  const { review } = core.discussions
  const needed = async () => {
    const answer = await review.needed()
    asked += 1
    return answer
  }
  const discussions = { ...core.discussions, review: { ...review, needed } }
  agent = createRegroupAgent({ ...context, discussions, scheduler, checkAfterMs: 0 })
  agent.start()
  await expect.poll(() => asked).toBe(1)
  expect(scheduler.tasks()).toHaveLength(1)
})
