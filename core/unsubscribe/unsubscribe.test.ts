import { Buffer } from 'node:buffer'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, encodeBlob, type FakeContext, fakeAccount, fakeReader } from '../../devtools/fakes/index.ts'
import { createMailComposer, mailContent, prepareMail } from '../brokers/email/index.ts'
import { type Core, createCore } from '../core.ts'
import { type AuthenticationFact, fail, type Mailbox } from '../defs/index.ts'

const call = { priority: 'interactive' } as const
const inbox: Mailbox = {
  id: 'in',
  accountId: 'account-1',
  path: 'in',
  name: 'in',
  delimiter: '/',
  role: 'inbox',
  subscribed: true,
  selectable: true,
  sync: null,
}
const web = 'https://lists.example.com/leave?u=5'
const mail = 'mailto:leave@lists.example.com?subject=off%2042'
const oneClick = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'
const signature = (signed = 'from:list-unsubscribe:List-Unsubscribe-Post') =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=lists.example.com; s=k1;\r\n h=${signed}; bh=x; b=y`

let context: FakeContext
let core: Core
let told: string[]
let server: () => void

beforeEach(async () => {
  told = []
  server = () => undefined
  const quiet = createFakeContext()
  context = createFakeContext({
    composer: createMailComposer(),
    outside: {
      ...quiet.outside,
      async leaveList(url) {
        server()
        told.push(url)
      },
    },
    reader: {
      ...fakeReader,
      content: mailContent,
      prepare: (raws) =>
        Promise.all(
          raws.map(async ({ bytes, headersOnly }) => ({
            ...(await prepareMail(bytes, { headersOnly })),
            blob: headersOnly ? null : encodeBlob(bytes),
          })),
        ),
    },
  })
  core = createCore(context, { version: '0', host: 'node', dataDirectory: '' })
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: inbox },
    ],
  })
})

let count = 0
async function arrive(headers: readonly string[], proven = true): Promise<string> {
  count += 1
  const raw = [
    'From: News <news@example.com>',
    'To: ann@example.org',
    `Message-ID: <${count}@example.com>`,
    'List-Id: <news.example.com>',
    ...headers,
    '',
    'Hello',
  ]
  const [outcome] = await core.ingest.add(
    [{ bytes: Buffer.from(raw.join('\r\n')), mailboxId: 'in', flags: [], receivedMs: context.clock.nowMs() }],
    { fresh: true },
  )
  const id = outcome?.messageId ?? ''
  if (!proven) return id
  const value = {
    result: 'pass',
    domain: 'lists.example.com',
    selector: 'k1',
    aligned: false,
    reason: null,
    by: null,
  } satisfies AuthenticationFact
  await context.stores.commit({
    features: [{ messageId: id, features: [{ name: 'dkim', value, origin: 'verified' }] }],
  })
  return id
}
const offer = (id: string) => core.handlers.unsubscribe.offer({ id }, call)
const ask = (id: string) => core.handlers.unsubscribe.ask({ id }, call)

describe('the way out of a list', () => {
  test('is one click where a signature that holds covers it', async () => {
    const id = await arrive([signature(), `List-Unsubscribe: <${mail}>, <${web}>`, oneClick])
    expect(await offer(id)).toMatchObject({
      list: 'news.example.com',
      way: 'one-click',
      to: 'lists.example.com',
      url: null,
      unproven: false,
      asked: null,
    })
  })

  test.each([
    ['no signature was found to hold', [signature(), `List-Unsubscribe: <${web}>`, oneClick], false],
    ['it covers the address alone', [signature('from:list-unsubscribe'), `List-Unsubscribe: <${web}>`, oneClick], true],
    [
      'another address was put above the signed one',
      ['List-Unsubscribe: <https://evil.example/>', signature(), `List-Unsubscribe: <${web}>`, oneClick],
      true,
    ],
  ])('is the page, and says why not one click, when %s', async (_, headers, proven) => {
    expect(await offer(await arrive(headers, proven))).toMatchObject({ way: 'page', unproven: true })
  })

  test.each([
    [
      'without a protected connection',
      [signature(), 'List-Unsubscribe: <http://lists.example.com/>', oneClick],
      'page',
    ],
    ['that the list does not offer', [signature(), `List-Unsubscribe: <${web}>`], 'page'],
    ['by something else than a list', [signature(), `List-Unsubscribe: <${web}>`, `${oneClick} now`], 'page'],
    ['to an address with a name in it', ['List-Unsubscribe: <https://bank.example@evil.example/>', oneClick], null],
    ['by a message to several people', ['List-Unsubscribe: <mailto:a@x.example,b@y.example>'], null],
    ['by a message with a copy', ['List-Unsubscribe: <mailto:a@x.example?cc=b@y.example>'], null],
  ])('is never one click %s', async (_, headers, way) => {
    expect((await offer(await arrive(headers))).way).toBe(way)
  })
})

test('one click tells the server of the list, once, and the day is remembered for every message of it', async () => {
  const headers = [signature(), `List-Unsubscribe: <${web}>`, oneClick]
  const [first, second] = [await arrive(headers), await arrive(headers)]
  const atMs = context.clock.nowMs()
  expect(await ask(first)).toMatchObject({ asked: { way: 'one-click', atMs }, sendAtMs: null })
  expect(told).toEqual([web])
  expect((await offer(second)).asked).toEqual({ way: 'one-click', atMs })
})

test('what the server refused was not asked', async () => {
  const id = await arrive([signature(), `List-Unsubscribe: <${web}>`, oneClick])
  server = () => {
    throw fail('refused', 'lists.example.com did not take you off this list.')
  }
  await expect(ask(id)).rejects.toMatchObject({ code: 'refused' })
  expect((await offer(id)).asked).toBeNull()
})

test('a message asks in the words of the list, from the account that gets it, and can be taken back', async () => {
  const id = await arrive([`List-Unsubscribe: <${mail}>`])
  const { sendAtMs } = await ask(id)
  expect(sendAtMs).toBe(context.clock.nowMs() + 10_000)
  const [item] = await core.outbox.waiting()
  expect(item).toMatchObject({
    accountId: 'account-1',
    subject: 'off 42',
    recipients: [{ address: 'leave@lists.example.com' }],
  })
  expect((await offer(id)).asked).not.toBeNull()
  expect(await core.handlers.unsubscribe.withdraw({ id }, call)).toMatchObject({ asked: null })
  expect(await core.outbox.waiting()).toEqual([])
  expect(await context.stores.records.count('draft')).toBe(0)
})

test('a message that was taken back in the outbox asked nobody', async () => {
  const id = await arrive([`List-Unsubscribe: <${mail}>`])
  await ask(id)
  const [item] = await core.outbox.waiting()
  await core.handlers.outbox.cancel({ id: item?.id ?? '' }, call)
  expect((await offer(id)).asked).toBeNull()
  await expect(core.handlers.unsubscribe.withdraw({ id }, call)).rejects.toMatchObject({ code: 'not-found' })
})

test('a message without a way out says so', async () => {
  const id = await arrive([])
  expect(await offer(id)).toMatchObject({ way: null, asked: null })
  await expect(ask(id)).rejects.toMatchObject({ code: 'unsupported' })
})
