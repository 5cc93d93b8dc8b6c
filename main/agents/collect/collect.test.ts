import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../core/defs/index.ts'
import { type Core, createCore } from '../../../core/index.ts'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../../devtools/fakes/index.ts'
import { createScheduler, type Scheduler } from '../scheduler/index.ts'
import { type CollectAgent, createCollectAgent } from './index.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let core: Core
let scheduler: Scheduler
let agent: CollectAgent

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
  agent = createCollectAgent({ ...context, contacts: core.contacts, scheduler, checkAfterMs: 0 })
  const inbox = { path: 'i', name: 'i', delimiter: '/', subscribed: true, selectable: true, sync: null }
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount({ address: 'me@home.org' }) },
      { noun: 'mailbox', value: { ...inbox, id: 'inbox', accountId: 'account-1', role: 'inbox' } },
    ],
    messages: [message('m1', 'me@home.org', 'ann@x.org'), message('m2', 'old@home.org', 'bo@x.org')],
    membershipAdds: ['m1', 'm2'].map((messageId) => ({ messageId, mailboxId: 'inbox' })),
  })
})
afterEach(async () => {
  await agent.stop()
  await scheduler.stop()
})

const addresses = async () => {
  const { items } = await core.handlers.contacts.list({ limit: 50 }, call)
  return items.map(({ address }) => address).sort()
}

test('contacts are collected from stored mail by themselves, as a task that can be seen', async () => {
  agent.start()
  await expect.poll(() => scheduler.tasks()[0]).toMatchObject({ kind: 'maintenance', state: 'done', done: 2, total: 2 })
  expect(await addresses()).toEqual(['ann@x.org', 'me@home.org'])
})

test('another own address brings those whom it wrote to', async () => {
  agent.start()
  await expect.poll(() => scheduler.tasks()[0]?.state).toBe('done')
  const account = fakeAccount({ id: 'a2', address: 'old@home.org' })
  await context.stores.commit({ recordPuts: [{ noun: 'account', value: account }] })
  context.events.emit({ type: 'accounts.changed' })
  await expect.poll(addresses).toEqual(['ann@x.org', 'bo@x.org', 'me@home.org'])
})
