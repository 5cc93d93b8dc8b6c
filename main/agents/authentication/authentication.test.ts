import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Authentication, createAuthentication } from '../../../core/authentication/index.ts'
import { createConnections } from '../../../core/connections/index.ts'
import { type AuthenticationFact, fail, type Mailbox, settings as settingsSchema } from '../../../core/defs/index.ts'
import { touched } from '../../../core/events/index.ts'
import {
  createFakeContext,
  createSigner,
  encodeBlob,
  type FakeContext,
  fakeAccount,
  textStrings,
} from '../../../devtools/fakes/index.ts'
import { type NameAnswerOf, type NameServer, startNameServer } from '../../../devtools/servers/index.ts'
import { message as messageOf } from '../../../storage/contracts/suite/fixtures.ts'
import { createNameService, createNetwork, type Network } from '../../network/index.ts'
import { createVerifyPool } from '../../workers/index.ts'
import { createScheduler } from '../scheduler/index.ts'
import { type AuthenticationAgent, createAuthenticationAgent } from './index.ts'

const ana = createSigner('example.org')
const letter = (n: number) =>
  `From: Ana <ana@example.org>\r\nTo: ann@example.org\r\nSubject: ${n}\r\nDate: Tue, 24 Nov 2026 08:59:00 +0000\r\nMessage-ID: <${n}@example.org>\r\n\r\nHello ${n}\r\n`
const call = { priority: 'interactive' } as const
const inbox: Mailbox = {
  id: 'in',
  accountId: 'account-1',
  path: 'INBOX',
  name: 'INBOX',
  delimiter: '/',
  role: 'inbox',
  subscribed: true,
  selectable: true,
  sync: null,
}

const key: NameAnswerOf = { kind: 'records', records: [{ type: 'TXT', data: textStrings(ana.keyRecord) }] }
let says: (name: string) => NameAnswerOf
let server: NameServer
let network: Network
let context: FakeContext
let agent: AuthenticationAgent
let pool: ReturnType<typeof createVerifyPool>
let scored: Set<string>
let onScored: () => void

beforeEach(async () => {
  says = (name) => (name === ana.keyName.toLowerCase() ? key : { kind: 'absent' })
  server = await startNameServer((name) => says(name))
  pool = createVerifyPool()
  const outer = createFakeContext()
  const { ledger } = createConnections({ ...outer, clock: outer.clock })
  network = createNetwork({
    ledger,
    clock: outer.clock,
    logger: outer.logger,
    nameServers: [server.address],
    questionTryMs: 200,
  })
  context = { ...outer, names: createNameService(network), verifier: pool }
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: inbox },
    ],
  })
  scored = new Set()
  onScored = () => undefined
  agent = createAgent(createAuthentication(context))
})

const createAgent = (authentication: Authentication): AuthenticationAgent =>
  createAuthenticationAgent({
    ...context,
    authentication,
    rescore: async (ids) => {
      for (const id of ids) scored.add(id)
      onScored()
    },
    scheduler: createScheduler(context),
  })

afterEach(async () => {
  await agent.stop()
  await pool.close()
  network.close()
  await server.close()
})

async function arrive(mails: Readonly<Record<string, string | Uint8Array>>, tell = true): Promise<void> {
  for (const [id, raw] of Object.entries(mails)) {
    const blob = encodeBlob(Buffer.from(raw))
    await context.stores.blobs.put([blob])
    const copies = [{ blob: blob.hash, sizeBytes: blob.sizeBytes }]
    const fields = { copies, sizeBytes: blob.sizeBytes, receivedMs: context.clock.nowMs(), bodyState: 'full' as const }
    await context.stores.commit({
      messages: [messageOf(id, 1, fields)],
      membershipAdds: [{ messageId: id, mailboxId: 'in' }],
    })
  }
  if (tell) context.events.emit({ type: 'messages.added', ...touched(Object.keys(mails), [], ['in']), fresh: [] })
}

async function dkim(id: string): Promise<AuthenticationFact | undefined> {
  const row = (await context.stores.scores.features([id])).get(id) ?? []
  return row.find(({ name, origin }) => name === 'dkim' && origin === 'verified')?.value as
    | AuthenticationFact
    | undefined
}

async function byProvider(id: string): Promise<unknown> {
  const row = (await context.stores.scores.features([id])).get(id) ?? []
  return row.find(({ name, origin }) => name === 'dkim' && origin === 'provider')?.value
}

const changed = (raw: Uint8Array) => Buffer.from(raw).toString('latin1').replace('Hello', 'Hellp')
const verify = (input: Partial<Parameters<typeof agent.handlers.verify>[0]> = {}) =>
  agent.handlers.verify({ only: 'all', ...input }, call)

/** until so many messages were scored anew */
const untilScored = (count: number) =>
  new Promise<void>((resolve) => {
    onScored = () => {
      if (scored.size >= count) resolve()
    }
    onScored()
  })

describe('mail that comes in', () => {
  test('signed by a key from the DNS is verified by itself; one byte of the body changed, and it is said to be', async () => {
    agent.start()
    const signed = await ana.sign(letter(1))
    await arrive({ whole: signed, changed: changed(signed) })
    await untilScored(2)
    expect(await dkim('whole')).toMatchObject({ result: 'pass', domain: 'example.org', aligned: true })
    expect(await dkim('changed')).toMatchObject({ result: 'fail', reason: 'body-changed' })
    expect(server.asked.filter((question) => question === `${ana.keyName} TXT`)).toHaveLength(1)
  })

  test('is checked on demand where nothing runs by itself, and only once', async () => {
    await arrive({ one: await ana.sign(letter(1)), two: await ana.sign(letter(2)) })
    expect(await verify({ only: 'new' })).toEqual({ checked: 2, pending: 0, left: 0, mayAsk: true })
    expect(await verify({ only: 'new' })).toMatchObject({ checked: 0 })
    expect(await verify()).toMatchObject({ checked: 0, left: 0 })
  })
})

describe('mail that was there before', () => {
  test('is checked in a run that can be seen, and what was done is not done again', async () => {
    const mails = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => [`m${n}`, await ana.sign(letter(n))] as const),
    )
    await arrive(Object.fromEntries(mails), false)
    expect(await verify()).toEqual({ checked: 60, pending: 0, left: 0, mayAsk: true })
    const tasks = context.emitted.filter((event) => event.type === 'tasks.changed')
    expect(tasks.at(-1)).toMatchObject({ task: { kind: 'maintenance', state: 'done', done: 60, total: 60 } })
    expect(scored.size).toBe(60)
    expect(await verify()).toMatchObject({ checked: 0 })
  })

  test('whose check was stopped goes on where it was', async () => {
    const mails = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => [`m${n}`, await ana.sign(letter(n))] as const),
    )
    await arrive(Object.fromEntries(mails), false)
    const stop = new AbortController()
    onScored = () => stop.abort()
    await expect(agent.handlers.verify({ only: 'all' }, { ...call, signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    const before = scored.size
    expect(before).toBeGreaterThan(0)
    onScored = () => undefined
    expect(await verify()).toMatchObject({ checked: 60 - before, left: 0 })
  })
})

test('when the disk is full that is said, and what was not kept is checked again', async () => {
  await arrive({ one: await ana.sign(letter(1)), two: await ana.sign(letter(2)) })
  const authentication = createAuthentication(context)
  let full = true
  const own = createAgent({
    ...authentication,
    async settle(checked) {
      if (full) throw fail('disk-full', 'The disk is full.')
      return authentication.settle(checked)
    },
  })
  const all = () => own.handlers.verify({ only: 'all' }, call)
  await expect(all()).rejects.toMatchObject({ code: 'disk-full' })
  full = false
  expect(await all()).toMatchObject({ checked: 2, left: 0 })
  await own.stop()
})

describe('what runs by itself', () => {
  const pages = () => {
    const seen: (string | null)[] = []
    const authentication = createAuthentication(context)
    const walk = {
      ...authentication.walk,
      async page(after: string | null) {
        seen.push(after)
        return authentication.walk.page(after)
      },
    }
    return { own: createAgent({ ...authentication, walk }), seen }
  }

  test('a message that comes in does not make everything be looked at again', async () => {
    const { own, seen } = pages()
    await own.handlers.verify({ only: 'all' }, call)
    own.start()
    const before = seen.length
    for (let n = 1; n <= 3; n++) {
      await arrive({ [`m${n}`]: await ana.sign(letter(n)) })
      await untilScored(n)
    }
    expect(seen).toHaveLength(before)
    await own.stop()
  })

  test('the mail of an account is looked at again when the user trusts its provider, and only then', async () => {
    const hop = 'Received: from x.example (x.example [192.0.2.1]) by mx.home.example with ESMTPS id 1\r\n'
    const says = 'Authentication-Results: mx.home.example; dkim=pass header.d=example.org\r\n'
    await arrive({ m: `${says}${hop}${letter(1)}` }, false)
    await verify()
    expect(await byProvider('m')).toBeUndefined()
    await context.stores.commit({
      recordPuts: [{ noun: 'account', value: fakeAccount({ trustedAuthservIds: ['mx.home.example'] }) }],
    })
    scored.clear()
    agent.start()
    context.events.emit({ type: 'accounts.changed' })
    await untilScored(1)
    expect(await byProvider('m')).toMatchObject({ result: 'pass', by: 'mx.home.example' })
    expect(await verify()).toMatchObject({ checked: 0 })
  })

  test('a message of 30 MB is checked like any other', async () => {
    const line = 'A line of words that says nothing much at all.\r\n'
    const big = await ana.sign(`${letter(1)}${line.repeat(600_000)}`)
    await arrive({ big, changed: changed(big) })
    expect(await verify({ only: 'new' })).toMatchObject({ checked: 2 })
    expect(await dkim('big')).toMatchObject({ result: 'pass' })
    expect(await dkim('changed')).toMatchObject({ result: 'fail', reason: 'body-changed' })
  })
})

describe('a DNS', () => {
  test('that is silent leaves mail pending, and says so; when it answers, all is decided', async () => {
    says = () => ({ kind: 'silence' })
    const signed = await ana.sign(letter(1))
    await arrive({ whole: signed, changed: changed(signed) })
    expect(await verify({ only: 'new', withinMs: 300 })).toEqual({ checked: 2, pending: 1, left: 0, mayAsk: true })
    expect(await dkim('whole')).toMatchObject({ result: 'pending', reason: 'no-answer' })
    expect(await dkim('changed')).toMatchObject({ result: 'fail', reason: 'body-changed' })
    says = (name) => (name === ana.keyName ? key : { kind: 'absent' })
    context.clock.advance(60_000)
    expect(await verify()).toMatchObject({ checked: 1, pending: 0 })
    expect(await dkim('whole')).toMatchObject({ result: 'pass' })
    expect(await agent.handlers.status({}, call)).toEqual({ pending: 0, mayAsk: true, running: false })
  })

  test.each<[string, NameAnswerOf]>([
    ['answers 10 MB', { kind: 'flood', bytes: 10 * 1024 * 1024 }],
    ['answers what nobody asked', { kind: 'other-question' }],
    ['answers nonsense', { kind: 'nonsense' }],
    ['is broken', { kind: 'failure' }],
  ])('that %s is not believed: nothing is lost and nothing raised', async (_, answer) => {
    says = () => answer
    await arrive({ m: await ana.sign(letter(1)) })
    expect(await verify({ only: 'new' })).toMatchObject({ checked: 1, pending: 1 })
    expect((await dkim('m'))?.result).toBe('pending')
  })

  test('that tells of unrelated texts, a loop, or another key raises nothing', async () => {
    const lies: Readonly<Record<string, NameAnswerOf>> = {
      texts: { kind: 'records', records: [{ type: 'TXT', data: ['v=spf1 -all'] }] },
      loop: { kind: 'records', records: [{ type: 'CNAME', data: ana.keyName }] },
      key: { kind: 'records', records: [{ type: 'TXT', data: textStrings(createSigner('x.example').keyRecord) }] },
    }
    for (const [n, [name, lie]] of Object.entries(lies).entries()) {
      says = () => lie
      context.clock.advance(2 * 3_600_000)
      await arrive({ [name]: await ana.sign(letter(n)) })
      await verify({ only: 'new' })
      expect(['unknown', 'pending', 'fail']).toContain((await dkim(name))?.result)
    }
  })

  test('that never answers is left alone after some messages, and none of them is lost', async () => {
    says = () => ({ kind: 'silence' })
    const mails: Record<string, Uint8Array> = {}
    for (let n = 0; n < 40; n++) mails[`m${n}`] = await createSigner(`d${n}.example`, { bits: 1024 }).sign(letter(n))
    await arrive(mails, false)
    const told = await verify()
    expect(told.left).toBeGreaterThan(0)
    expect(told.checked + told.left).toBe(40)
    expect(told.pending).toBe(told.checked)
  })

  test('is not asked while the user is offline, and is when that ends', async () => {
    const settings = { id: 'settings' as const, ...settingsSchema.parse({ goneOffline: true }) }
    await context.stores.commit({ recordPuts: [{ noun: 'settings', value: settings }] })
    await arrive({ m: await ana.sign(letter(1)) })
    expect(await verify({ only: 'new' })).toMatchObject({ checked: 1, pending: 1, mayAsk: false })
    expect(server.asked).toEqual([])
    await context.stores.commit({ recordPuts: [{ noun: 'settings', value: { ...settings, goneOffline: false } }] })
    agent.start()
    context.events.emit({ type: 'settings.changed', settings: { ...settings, goneOffline: false } })
    scored.clear()
    await untilScored(1)
    expect(await dkim('m')).toMatchObject({ result: 'pass' })
  })
})
