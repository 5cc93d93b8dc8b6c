import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareMail } from '../../../core/brokers/email/index.ts'
import type { RuleAction } from '../../../core/defs/index.ts'
import { type Core, createCore, type IngestItem } from '../../../core/index.ts'
import {
  createFakeContext,
  encodeBlob,
  type FakeContext,
  fakeAccount,
  fakeReader,
} from '../../../devtools/fakes/index.ts'
import { createScheduler, type Scheduler } from '../scheduler/index.ts'
import { startRules } from './index.ts'

const call = { priority: 'interactive' } as const
let context: FakeContext
let core: Core
let scheduler: Scheduler
let agent: ReturnType<typeof startRules>

beforeEach(async () => {
  context = createFakeContext({
    reader: {
      ...fakeReader,
      prepare: (raws) =>
        Promise.all(
          raws.map(async ({ bytes, headersOnly }) => ({
            ...(await prepareMail(bytes, { headersOnly })),
            blob: headersOnly ? null : encodeBlob(bytes),
          })),
        ),
    },
  })
  core = createCore(context, { version: '0', host: 'node', dataDirectory: '/' })
  scheduler = createScheduler(context)
  agent = startRules({ ...context, rules: core.rules, scheduler })
  const box = { delimiter: '/', subscribed: true, selectable: true, sync: null, accountId: 'account-1' }
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      ...(['inbox', 'archive', 'junk', 'trash'] as const).map((role) => ({
        noun: 'mailbox' as const,
        value: { ...box, id: role, role, path: role, name: role },
      })),
    ],
  })
})
afterEach(async () => {
  await agent.stop()
  await scheduler.stop()
})

const mail = (subject: string, change: Partial<IngestItem> = {}): IngestItem => ({
  bytes: new TextEncoder().encode(
    `From: shop@example.com\r\nTo: ann@example.org\r\nMessage-ID: <${subject}@x>\r\nSubject: ${subject}\r\n\r\nA bargain.\r\n`,
  ),
  mailboxId: 'inbox',
  flags: [],
  receivedMs: 0,
  ...change,
})
async function deliver(item: IngestItem, fresh = true) {
  const [outcome] = await core.ingest.add([item], { fresh })
  await core.rules.settled()
  const [message] = await context.stores.messages.get([outcome?.messageId ?? ''])
  return message
}
const make = (query: string, ...actions: RuleAction[]) =>
  core.handlers.rules.create({ name: query, query, actions }, call)
const tagId = async (name: string) => (await core.handlers.tags.create({ name, importance: 4 }, call)).id

test('mail that arrives is treated, read or not; history is left alone', async () => {
  const tag = await tagId('Offers')
  await make('from:shop', { kind: 'tag', tagId: tag }, { kind: 'archive' })
  expect(await deliver(mail('one'))).toMatchObject({ mailboxIds: ['archive'], tagIds: [tag] })
  expect(await deliver(mail('two', { flags: ['\\Seen'] }))).toMatchObject({ mailboxIds: ['archive'] })
  expect(await deliver(mail('old'), false)).toMatchObject({ mailboxIds: ['inbox'], tagIds: [] })
})

test('a tag that a rule gives counts in the importance of the message', async () => {
  const before = await deliver(mail('before'))
  await make('from:shop', { kind: 'tag', tagId: await tagId('Offers') })
  const after = await deliver(mail('after'))
  expect(after?.importance).toBe((before?.importance ?? 0) + 4)
})

test('rules that would send mail to each other end at once', async () => {
  await make('in:inbox', { kind: 'archive' })
  await make('in:archive', { kind: 'move', mailboxId: 'inbox' })
  const added = () => context.emitted.filter(({ type }) => type === 'messages.added').length
  expect(await deliver(mail('one'))).toMatchObject({ mailboxIds: ['archive'] })
  expect(added()).toBe(1)
})

test('nobody is told of mail that a rule silences', async () => {
  await make('subject:quiet', { kind: 'never-notify' })
  await deliver(mail('quiet'))
  await deliver(mail('loud'))
  const fresh = context.emitted.flatMap((event) => (event.type === 'messages.added' ? event.fresh : []))
  expect(fresh.map(({ subject }) => subject)).toEqual(['quiet', 'loud'])
  await core.notifications.newMessages(fresh)
  const { items } = await core.handlers.notifications.list({ limit: 50 }, call)
  expect(items.flatMap(({ messages = [] }) => messages.map(({ subject }) => subject))).toEqual(['loud'])
})

test('what is only headers yet is looked at again when its words are there', async () => {
  await make('body:bargain', { kind: 'seen' })
  const whole = mail('one', { uid: 7 })
  const head = new TextDecoder().decode(whole.bytes).split('\r\n\r\n')[0] ?? ''
  const bytes = new TextEncoder().encode(`${head}\r\n\r\n`)
  expect(await deliver({ ...whole, bytes, headersOnly: true, sizeBytes: 200 })).toMatchObject({
    bodyState: 'pending',
    flags: { seen: false },
  })
  expect(await deliver(whole)).toMatchObject({ bodyState: 'full', flags: { seen: true } })
})

test('what a rule does teaches nothing about its senders', async () => {
  await make('from:shop', { kind: 'archive' }, { kind: 'importance', to: -5 })
  await deliver(mail('one'))
  const { items } = await core.handlers.importance.learnt({ limit: 50 }, call)
  expect(items.filter(({ ignored, corrections }) => ignored + corrections > 0)).toEqual([])
})

test('done to what is here, a rule is a task with progress, undone at once', async () => {
  for (const subject of ['one', 'two', 'three']) await deliver(mail(subject), false)
  const { id } = await make('from:shop', { kind: 'archive' })
  const done = await agent.handlers.run({ id }, call)
  expect(done.changed).toBe(3)
  expect(scheduler.tasks()[0]).toMatchObject({ label: 'Rule: from:shop', state: 'done', done: 3, total: 3 })
  await core.handlers.actions.undo({ actionId: done.actionId ?? '' }, call)
  const { items } = await core.handlers.messages.list({ view: 'role:inbox', limit: 50 }, call)
  expect(items).toHaveLength(3)
})
