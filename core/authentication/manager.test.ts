import { beforeEach, describe, expect, test } from 'vitest'
import {
  createFakeContext,
  createSigner,
  encodeBlob,
  type FakeContext,
  fakeAccount,
} from '../../devtools/fakes/index.ts'
import { message as messageOf } from '../../storage/contracts/suite/fixtures.ts'
import { authservMentions, verifyMail } from '../brokers/authentication/index.ts'
import { type AuthenticationFact, type Mailbox, type Message, settings } from '../defs/index.ts'
import type { NameAnswer } from '../ports.ts'
import { type Authentication, createAuthentication } from './index.ts'

const ana = createSigner('example.org')
const letter =
  'From: Ana <ana@example.org>\r\nTo: ann@example.org\r\nSubject: hi\r\nDate: Tue, 24 Nov 2026 08:59:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n'
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

let answer: (name: string) => NameAnswer
let asked: string[]
let context: FakeContext
let authentication: Authentication

beforeEach(async () => {
  asked = []
  answer = (name) =>
    name === ana.keyName ? { kind: 'found', records: [ana.keyRecord] } : { kind: 'none', exists: false }
  context = createFakeContext({
    names: {
      async lookup(name) {
        asked.push(name)
        return answer(name)
      },
    },
    verifier: {
      verify: (raw, question, ask) => verifyMail(raw, question, ask),
      authservMentions: async (raws, hosts) => raws.map((raw) => authservMentions(raw, hosts)),
    },
  })
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: inbox },
    ],
  })
  authentication = createAuthentication(context)
})

async function arrive(id: string, raw: string | Uint8Array, fields: Partial<Message> = {}): Promise<void> {
  const blob = encodeBlob(Buffer.from(raw))
  await context.stores.blobs.put([blob])
  const copies = [{ blob: blob.hash, sizeBytes: blob.sizeBytes }]
  const receivedMs = context.clock.nowMs()
  await context.stores.commit({
    messages: [messageOf(id, 1, { receivedMs, sizeBytes: blob.sizeBytes, copies, bodyState: 'full', ...fields })],
    membershipAdds: [{ messageId: id, mailboxId: 'in' }],
    features: [{ messageId: id, features: [{ name: 'hops', value: 1, origin: 'header' }] }],
  })
}

async function checkAll(ids: readonly string[], again = false): Promise<number> {
  const checked = []
  for (const due of await authentication.due(ids, { again })) checked.push(await authentication.check(due))
  await authentication.settle(checked.flatMap((each) => each ?? []))
  return checked.length
}

async function facts(id: string): Promise<Record<string, AuthenticationFact>> {
  const row = (await context.stores.scores.features([id])).get(id) ?? []
  return Object.fromEntries(
    row.flatMap(({ name, origin, value }) =>
      origin === 'header' ? [] : [[origin === 'verified' ? name : `${name} by provider`, value as AuthenticationFact]],
    ),
  )
}

const update = async (set: object) => {
  await context.stores.commit({
    recordPuts: [{ noun: 'settings', value: { ...defaults, ...set, id: 'settings' } }],
  })
}
const defaults = settings.parse({})

describe('what is checked', () => {
  test('stands beside what the components found, once, and is not checked again', async () => {
    await arrive('m', await ana.sign(letter))
    expect(await checkAll(['m'])).toBe(1)
    expect((await facts('m'))['dkim']).toMatchObject({ result: 'pass', domain: 'example.org', aligned: true })
    const row = (await context.stores.scores.features(['m'])).get('m') ?? []
    expect(row.map(({ name }) => name)).toEqual(['hops', 'dkim', 'spf', 'dmarc', 'arc'])
    expect(await checkAll(['m'])).toBe(0)
  })

  test('is neither own mail nor a draft, nor a message whose body is still on the server', async () => {
    const raw = await ana.sign(letter)
    await arrive('own', raw, { own: true })
    await arrive('draft', raw, {
      flags: { seen: true, flagged: false, answered: false, forwarded: false, draft: true },
    })
    await arrive('head', raw, { bodyState: 'pending' })
    expect(await authentication.due(['own', 'draft', 'head', 'nobody'])).toEqual([])
  })

  test('checked again, gets the same, whatever the DNS says by then', async () => {
    await arrive('m', await ana.sign(letter))
    await checkAll(['m'])
    const before = await facts('m')
    answer = () => ({ kind: 'none', exists: false })
    context.clock.advance(500 * 86_400_000)
    authentication = createAuthentication(context)
    await context.stores.commit({ features: [{ messageId: 'm', features: [] }] })
    await checkAll(['m'])
    expect(await facts('m')).toEqual(before)
  })
})

describe('when the DNS is silent', () => {
  test('the message waits, says so, is tried again later each time, and is decided when an answer comes', async () => {
    const speak = answer
    answer = () => ({ kind: 'unreachable', reason: 'no-answer' })
    await arrive('m', await ana.sign(letter))
    await checkAll(['m'])
    expect((await facts('m'))['dkim']).toMatchObject({ result: 'pending', reason: 'no-answer', domain: 'example.org' })
    expect(await authentication.pendingCount()).toBe(1)
    const first = await authentication.waiting()
    expect(first).toEqual({ ids: [], nextMs: context.clock.nowMs() + 60_000 })
    context.clock.advance(60_000)
    expect((await authentication.waiting()).ids).toEqual(['m'])
    await checkAll(['m'], true)
    expect((await authentication.waiting()).nextMs).toBe(context.clock.nowMs() + 5 * 60_000)
    answer = speak
    await checkAll(['m'], true)
    expect((await facts('m'))['dkim']).toMatchObject({ result: 'pass' })
    expect(await authentication.pendingCount()).toBe(0)
    expect(await authentication.waiting()).toEqual({ ids: [], nextMs: null })
  })

  test('for days, that is an answer too: it can’t be told, and nobody waits any longer', async () => {
    answer = () => ({ kind: 'unreachable', reason: 'no-answer' })
    await arrive('m', await ana.sign(letter))
    for (let attempt = 0; attempt < 8; attempt++) {
      await checkAll(['m'], true)
      context.clock.advance(24 * 3_600_000)
    }
    expect((await facts('m'))['dkim']).toMatchObject({ result: 'unknown', reason: 'no-answer' })
    expect(await authentication.pendingCount()).toBe(0)
  })

  test('what waited and is gone waits no longer', async () => {
    answer = () => ({ kind: 'unreachable', reason: 'no-answer' })
    await arrive('m', await ana.sign(letter))
    await checkAll(['m'])
    await authentication.forget(['m'])
    expect(await authentication.pendingCount()).toBe(0)
  })
})

describe('without the DNS', () => {
  test('a changed byte in the body is found all the same; what needs a key waits until the user is online', async () => {
    await update({ goneOffline: true })
    const signed = Buffer.from(await ana.sign(letter)).toString('latin1')
    await arrive('changed', signed.replace('Hello', 'Hullo'))
    await arrive('whole', signed)
    await checkAll(['changed', 'whole'])
    expect((await facts('changed'))['dkim']).toMatchObject({ result: 'fail', reason: 'body-changed' })
    expect((await facts('whole'))['dkim']).toMatchObject({ result: 'pending', reason: 'offline' })
    expect(asked).toEqual([])
    await update({ goneOffline: false })
    expect((await authentication.waiting()).ids).toEqual(['whole'])
    await checkAll(['whole'], true)
    expect((await facts('whole'))['dkim']).toMatchObject({ result: 'pass' })
  })

  test('who does not want it asked has it asked nothing; when it is wanted again, all is checked', async () => {
    await update({ verifyMail: false })
    await arrive('m', await ana.sign(letter))
    await checkAll(['m'])
    expect((await facts('m'))['dkim']).toMatchObject({ result: 'unknown', reason: 'switched-off' })
    expect(asked).toEqual([])
    expect(await authentication.due(['m'])).toEqual([])
    await update({ verifyMail: true })
    expect(await checkAll(['m'])).toBe(1)
    expect((await facts('m'))['dkim']).toMatchObject({ result: 'pass' })
  })
})

describe('the provider', () => {
  const hop = 'Received: from x.example (x.example [192.0.2.1]) by mx.home.example with ESMTPS id 1\r\n'
  const says =
    'Authentication-Results: mx.home.example; dkim=pass header.d=example.org; dmarc=pass header.from=example.org\r\n'

  test('is believed once the user trusts it, and everything is looked at again then', async () => {
    await arrive('m', `${says}${hop}${letter}`)
    await checkAll(['m'])
    expect(Object.keys(await facts('m'))).not.toContain('dkim by provider')
    expect(await authentication.walk.isDone()).toBe(false)
    await authentication.walk.noteDone()
    expect(await authentication.walk.isDone()).toBe(true)
    const trusting = fakeAccount({ trustedAuthservIds: ['mx.home.example'] })
    await context.stores.commit({ recordPuts: [{ noun: 'account', value: trusting }] })
    expect(await authentication.walk.isDone()).toBe(false)
    expect((await authentication.walk.page(null)).due.map(({ id }) => id)).toEqual(['m'])
    await checkAll(['m'])
    const told = await facts('m')
    expect(told['dkim by provider']).toMatchObject({ result: 'pass', by: 'mx.home.example' })
    expect(told['dmarc by provider']).toMatchObject({ result: 'pass', aligned: true })
    expect(told['tls by provider']).toMatchObject({ hops: 1, protected: 1 })
    expect(told['spf']).toMatchObject({ result: 'unknown', reason: 'no-sender' })
  })

  test('that a sender only claims to be raises nothing', async () => {
    const trusting = fakeAccount({ trustedAuthservIds: ['mx.home.example'] })
    await context.stores.commit({ recordPuts: [{ noun: 'account', value: trusting }] })
    await arrive('forged', `${hop}${says}${letter}`)
    await arrive('bare', `${says}${letter}`)
    await checkAll(['forged', 'bare'])
    expect(Object.keys(await facts('forged'))).not.toContain('dkim by provider')
    expect(Object.keys(await facts('bare'))).not.toContain('dkim by provider')
    expect(Object.keys(await facts('bare'))).not.toContain('tls by provider')
  })
})

test('a walk goes over all mail, junk too, and comes to an end', async () => {
  await context.stores.commit({
    recordPuts: [{ noun: 'mailbox', value: { ...inbox, id: 'junk', role: 'junk', path: 'Junk' } }],
  })
  for (let n = 0; n < 250; n++) await arrive(`m${n}`, letter)
  await arrive('spam', letter)
  await context.stores.commit({
    membershipAdds: [{ messageId: 'spam', mailboxId: 'junk' }],
    membershipRemoves: [{ messageId: 'spam', mailboxId: 'in' }],
  })
  const ids: string[] = []
  let next: string | null = null
  do {
    const page: Awaited<ReturnType<Authentication['walk']['page']>> = await authentication.walk.page(next)
    ids.push(...page.due.map(({ id }) => id))
    next = page.next
  } while (next !== null)
  expect(new Set(ids).size).toBe(251)
  expect(ids).toHaveLength(251)
})
