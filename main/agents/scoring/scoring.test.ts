import { afterEach, beforeEach, expect, test } from 'vitest'
import { mailRemote, prepareMail } from '../../../core/brokers/email/index.ts'
import { type Core, createCore, type IngestItem } from '../../../core/index.ts'
import {
  createFakeContext,
  encodeBlob,
  type FakeContext,
  fakeAccount,
  fakeReader,
} from '../../../devtools/fakes/index.ts'
import { createScheduler, type Scheduler } from '../scheduler/index.ts'
import { createScoringAgent, type ScoringAgent } from './index.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let core: Core
let scheduler: Scheduler
let agent: ScoringAgent

beforeEach(async () => {
  context = createFakeContext({
    reader: {
      ...fakeReader,
      prepare: (raws) =>
        Promise.all(
          raws.map(async ({ bytes }) => ({
            ...(await prepareMail(bytes, { headersOnly: false })),
            blob: encodeBlob(bytes),
          })),
        ),
      features: (raws) =>
        Promise.all(raws.map(async (raw) => [...(await prepareMail(raw, { headersOnly: false })).features])),
      remote: mailRemote,
    },
  })
  core = createCore(context, { version: '0', host: 'node', dataDirectory: '/' })
  scheduler = createScheduler(context)
  agent = createScoringAgent({
    ...context,
    background: core.privacy.background,
    scheduler,
    startAfterMs: 0,
    afterChangeMs: 0,
  })
  const box = {
    path: 'i',
    name: 'i',
    delimiter: '/',
    subscribed: true,
    selectable: true,
    sync: null,
    accountId: 'account-1',
  }
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: { ...box, id: 'in', role: 'inbox' } },
      { noun: 'mailbox', value: { ...box, id: 'sent', role: 'sent' } },
    ],
  })
})
afterEach(async () => {
  await agent.stop()
  await scheduler.stop()
})

const mail = (i: number, mailboxId = 'in'): IngestItem => {
  const [from, to] =
    mailboxId === 'in' ? ['zoe@example.com', 'ann@example.org'] : ['ann@example.org', 'zoe@example.com']
  const text = `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <${mailboxId}${i}@x>\r\nReturn-Receipt-To: zoe@example.com\r\n\r\nhello ${i}\r\n`
  return { bytes: new TextEncoder().encode(text), mailboxId, flags: [], receivedMs: i }
}
const add = async (items: IngestItem[]): Promise<string[]> =>
  (await core.ingest.add(items, { fresh: false })).map(({ messageId }) => messageId ?? '')
const scores = async (ids: string[]) => (await context.stores.messages.get(ids)).map(({ privacy }) => privacy)
const status = () => core.handlers.privacy.status({}, call)

/** As it was stored by a program that knew of no index. */
async function forget(ids: string[]): Promise<void> {
  const messages = await context.stores.messages.get(ids)
  const patches = messages.map(({ id, privacy }) => ({ id, from: { privacy }, set: { privacy: null } }))
  await context.stores.commit({ messagePatches: patches })
}

test('stored mail that no rules have judged is judged by itself, as a task that can be seen', async () => {
  const ids = await add(Array.from({ length: 30 }, (_, i) => mail(i)))
  const before = await scores(ids)
  await forget(ids)
  expect(await status()).toMatchObject({ stale: 30 })
  agent.start()
  await expect.poll(async () => (await status()).stale).toBe(0)
  await agent.idle()
  expect(scheduler.tasks()[0]).toMatchObject({ kind: 'maintenance', state: 'done', done: 30, total: 30 })
  expect((await scores(ids)).map((score) => score?.context)).toEqual(before.map((score) => score?.context))
})

test('a run that is stopped goes on where it was', async () => {
  const ids = await add(Array.from({ length: 5 }, (_, i) => mail(i)))
  await forget(ids)
  await core.privacy.background.scoreStale(2)
  expect(await status()).toMatchObject({ stale: 3 })
  await agent.idle()
  expect(await status()).toMatchObject({ stale: 0 })
})

test('when two have written to each other, what they wrote before is judged by it too', async () => {
  const [first = ''] = await add([mail(1)])
  agent.start()
  await agent.idle()
  const [before] = await scores([first])
  await add([mail(2, 'sent'), mail(3, 'sent')])
  await agent.idle()
  const [after] = await scores([first])
  expect(after?.comportment).toBeGreaterThan(before?.comportment ?? 100)
  const explained = await core.handlers.privacy.explain({ kind: 'message', ids: [first] }, call)
  expect(explained.items[0]?.comportment.score).toBe(after?.comportment)
})

test('where nothing is to be done there is no task', async () => {
  await agent.idle()
  expect(scheduler.tasks()).toEqual([])
})
