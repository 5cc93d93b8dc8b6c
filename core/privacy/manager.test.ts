import { beforeEach, describe, expect, test } from 'vitest'
import {
  createFakeContext,
  encodeBlob,
  type FakeContext,
  fakeAccount,
  fakeContact,
  fakeEmail,
  fakeReader,
} from '../../devtools/fakes/index.ts'
import { mailRemote, prepareMail } from '../brokers/email/index.ts'
import { type Core, createCore } from '../core.ts'
import type { Feature, Mailbox } from '../defs/index.ts'

const call = { priority: 'interactive' } as const
const mailbox = (id: string, role: Mailbox['role']): Mailbox => ({
  id,
  accountId: 'account-1',
  path: id,
  name: id,
  delimiter: '/',
  role,
  subscribed: true,
  selectable: true,
  sync: null,
})

let context: FakeContext
let core: Core

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
      features: (raws) =>
        Promise.all(raws.map(async (raw) => [...(await prepareMail(raw, { headersOnly: false })).features])),
      remote: mailRemote,
    },
  })
  core = createCore(context, { version: '0', host: 'node', dataDirectory: '' })
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: mailbox('in', 'inbox') },
      { noun: 'mailbox', value: mailbox('sent', 'sent') },
    ],
  })
})

async function add(
  name: string,
  from: string,
  to: string,
  more: { head?: string; body?: string; box?: string } = {},
): Promise<string> {
  const raw = `From: ${from}\r\nTo: ${to}\r\nSubject: ${name}\r\nMessage-ID: <${name}@x.example>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n${more.head ?? ''}\r\n${more.body ?? 'hello'}\r\n`
  const [outcome] = await core.ingest.add(
    [{ bytes: new TextEncoder().encode(raw), mailboxId: more.box ?? 'in', flags: [], receivedMs: 0 }],
    { fresh: false },
  )
  return outcome?.messageId ?? ''
}

async function explain(id: string, kind: 'message' | 'contact' | 'discussion' | 'device' | 'own' = 'message') {
  const { items } = await core.handlers.privacy.explain({ kind, ids: [id] }, call)
  return items[0]!
}

async function stored(id: string) {
  const [message] = await context.stores.messages.get([id])
  return message!
}

const facets = ['technic', 'context', 'comportment'] as const
const row = (explanation: Awaited<ReturnType<typeof explain>>, feature: string) =>
  facets.flatMap((name) => explanation[name].contributions).find((one) => one.feature === feature)

async function setContact(id: string, name: string, address: string, confirmed = true): Promise<void> {
  const value = fakeContact({ id, confirmed, name: { full: name }, emails: [fakeEmail(address)] })
  await context.stores.commit({ recordPuts: [{ noun: 'contact', value }] })
  context.events.emit({ type: 'contacts.changed', contactIds: [id], more: false })
}

async function verify(id: string, features: Feature[]): Promise<void> {
  const before = (await context.stores.scores.features([id])).get(id) ?? []
  await context.stores.commit({ features: [{ messageId: id, features: [...before, ...features] }] })
  await core.privacy.rescore([id])
}

const dkim = (result: 'pass' | 'fail', reason: string | null = null): Feature => ({
  name: 'dkim',
  value: { result, domain: 'example.com', aligned: true, reason, by: null },
  origin: 'verified',
})

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20 && (i === 0 || core.privacy.background.waitingPeople() > 0); i++) {
    await core.privacy.background.settlePeople(100, new AbortController().signal)
  }
}

describe('a message that comes in', () => {
  test('is scored at once, and explained with the same score, whose points add up, twice the same', async () => {
    const id = await add('one', 'Zoe <zoe@example.com>', 'ann@example.org')
    const explained = await explain(id)
    const { privacy } = await stored(id)
    expect(privacy).toMatchObject({
      overall: explained.overall,
      technic: explained.technic.score,
      context: explained.context.score,
    })
    for (const name of facets) {
      expect(explained[name].contributions.reduce((sum, { points }) => sum + points, 0)).toBe(explained[name].score)
    }
    expect(JSON.stringify(await explain(id))).toBe(JSON.stringify(explained))
  })

  test('whose body is still on the server says so', async () => {
    const bytes = new TextEncoder().encode('From: zoe@example.com\r\nTo: ann@example.org\r\nMessage-ID: <h@x>\r\n\r\n')
    const item = { bytes, headersOnly: true, mailboxId: 'in', uid: 1, flags: [], receivedMs: 0 }
    const [outcome] = await core.ingest.add([item], { fresh: false })
    const id = outcome?.messageId ?? ''
    expect((await stored(id)).privacy).toBeNull()
    expect((await explain(id)).pending).toContain('body')
  })

  test('says what cannot be known yet', async () => {
    const id = await add('signed', 'zoe@example.com', 'ann@example.org', {
      head: 'DKIM-Signature: v=1; d=example.com; s=a; b=x\r\n',
    })
    expect(await explain(id)).toMatchObject({ pending: ['dkim'] })
    expect(row(await explain(id), 'domain')).toMatchObject({ value: 'pending', points: 0, advice: 'wait-for-answer' })
  })

  test('gains nothing by headers that claim to be of the user’s own provider', async () => {
    const plain = await explain(await add('plain', 'zoe@example.com', 'ann@example.org'))
    const head =
      'Received: from a by mx.example.org with ESMTPS (TLS1.3); x\r\n' +
      'Authentication-Results: mx.example.org; dkim=pass header.d=example.com; spf=pass; dmarc=pass\r\n' +
      'X-Spam-Status: No\r\n'
    expect((await explain(await add('claims', 'zoe@example.com', 'ann@example.org', { head }))).technic.score).toBe(
      plain.technic.score,
    )
  })

  test('gains technic when its signature is verified, and loses it with the reason named when it is broken', async () => {
    const id = await add('proof', 'zoe@example.com', 'ann@example.org')
    await verify(id, [dkim('pass')])
    expect(row(await explain(id), 'domain')).toMatchObject({ value: 'dkim pass example.com', points: 22, of: 25 })
    expect((await stored(id)).privacy?.technic).toBe(22)
    const other = await add('changed', 'zoe@example.com', 'ann@example.org')
    await verify(other, [dkim('fail', 'body-changed')])
    expect(row(await explain(other), 'domain')).toMatchObject({
      value: 'dkim fail body-changed',
      points: 0,
      advice: 'check-sender',
    })
    expect((await stored(other)).privacy?.technic).toBe(0)
  })
})

describe('contacts', () => {
  test('change what is stored of the messages they take part in, both ways', async () => {
    const id = await add('one', 'Zoe <zoe@example.com>', 'ann@example.org')
    const before = (await stored(id)).privacy?.context
    await explain(id)
    await setContact('z', 'Zoe Zimmer', 'zoe@example.com')
    await core.privacy.background.settlePeople(100, new AbortController().signal)
    expect((await stored(id)).privacy?.context).toBe((before ?? 0) + 25)
    await context.stores.commit({ recordRemoves: [{ noun: 'contact', id: 'z' }] })
    context.events.emit({ type: 'contacts.changed', contactIds: ['z'], more: false })
    await settle()
    expect((await stored(id)).privacy?.context).toBe(before)
  })

  test('have an index of their own, by the messages that are here', async () => {
    await add('one', 'Zoe <zoe@example.com>', 'ann@example.org')
    await add('two', 'ann@example.org', 'zoe@example.com', { box: 'sent' })
    await setContact('z', 'Zoe Zimmer', 'zoe@example.com')
    const explained = await explain('z', 'contact')
    expect(row(explained, 'standing')).toMatchObject({ value: 'confirmed', points: 40 })
    expect(row(explained, 'quiet')).toMatchObject({ value: '1 of 4' })
    await expect(explain('nobody', 'contact')).rejects.toMatchObject({ problem: { code: 'not-found' } })
  })

  test('are not to be taken for those who look like them', async () => {
    await setContact('z', 'Zoe Zimmer', 'zoe@example.com')
    const like = await add('like', 'Zoe <zoe@exarnple.com>', 'ann@example.org')
    const name = await add('name', 'Zimmer, Zoe <zz@elsewhere.example.net>', 'ann@example.org')
    const list = await add('list', 'Zoe Zimmer <club@lists.example.net>', 'ann@example.org', {
      head: 'List-Id: <club.lists.example.net>\r\n',
    })
    const herself = await add('self', 'Zoe <zoe@mail.example.com>', 'ann@example.org')
    expect(row(await explain(like), 'like-domain')).toMatchObject({ value: 'example.com', points: -40 })
    expect(row(await explain(name), 'like-name')).toMatchObject({ value: 'zoe@example.com', points: -15 })
    for (const id of [list, herself])
      expect(row(await explain(id), 'honesty')).toMatchObject({ value: 'nothing-found' })
    const { items } = await core.handlers.privacy.card({ ids: [like, herself] }, call)
    expect(items.map(({ authenticity }) => [authenticity.kind, authenticity.of])).toEqual([
      ['look-alike', 'example.com'],
      ['unconfirmed', null],
    ])
  })
})

test('another own address takes its mail from strangers', async () => {
  const id = await add('mine', 'Ann <ann@home.example.net>', 'zoe@example.com', { box: 'sent' })
  await settle()
  expect(row(await explain(id), 'author')).toMatchObject({ value: 'unknown' })
  await context.stores.commit({
    recordPuts: [{ noun: 'account', value: fakeAccount({ id: 'a2', address: 'ann@home.example.net' }) }],
  })
  context.events.emit({ type: 'accounts.changed' })
  await expect.poll(() => core.privacy.background.waitingPeople()).toBeGreaterThan(0)
  await settle()
  expect((await stored(id)).privacy?.context).toBe((await explain(id)).context.score)
  expect(row(await explain(id), 'author')).toMatchObject({ value: 'own', points: 25 })
})

describe('habits', () => {
  test('are worked out behind the scenes, and what a person takes part in is judged by them', async () => {
    const first = await add('a1', 'Zoe <zoe@example.com>', 'ann@example.org')
    await add('a2', 'ann@example.org', 'zoe@example.com', { box: 'sent' })
    expect((await stored(first)).privacy?.comportment).toBe(0)
    await settle()
    const explained = await explain(first)
    expect(row(explained, 'mutual')).toMatchObject({ value: 2, points: 10 })
    expect(row(explained, 'quiet')).toMatchObject({ value: '1 of 4', points: 3 })
    expect((await stored(first)).privacy?.comportment).toBe(explained.comportment.score)
    expect(explained.comportment.score).toBe(13)
  })
})

describe('a discussion', () => {
  test('is as its weakest message, which is named', async () => {
    const strong = await add('d1', 'Zoe <zoe@example.com>', 'ann@example.org')
    const weak = await add('d2', 'Zoe <zoe@example.com>', 'ann@example.org', {
      head: 'Content-Type: text/html\r\n',
      body: '<img src="https://t.example/a.gif" width=1 height=1>',
    })
    await verify(strong, [dkim('pass')])
    const { discussionId } = await stored(weak)
    const explained = await explain(discussionId, 'discussion')
    expect(explained).toMatchObject({ weakestMessageId: weak, overall: (await stored(weak)).privacy?.overall })
    const [summary] = await context.stores.discussions.get([discussionId])
    expect(summary?.privacy).toMatchObject({ technic: explained.technic.score, context: explained.context.score })
  })
})

describe('what is remote', () => {
  const html = {
    head: 'Content-Type: text/html\r\n',
    body: '<img src="https://p.example/a.png"><img src="https://x.us1.list-manage.com/track/open?u=1">',
  }

  test('is reported by address, reason and company', async () => {
    const id = await add('r', 'zoe@example.com', 'ann@example.org', html)
    expect(await core.handlers.privacy.trackers({ id }, call)).toEqual({
      id,
      items: [
        {
          kind: 'image',
          address: 'https://p.example/a.png',
          host: 'p.example',
          tracker: false,
          reason: 'img src',
          company: null,
        },
        {
          kind: 'image',
          address: 'https://x.us1.list-manage.com/track/open?u=1',
          host: 'x.us1.list-manage.com',
          tracker: true,
          reason: 'known-host',
          company: 'Mailchimp',
        },
      ],
      trackers: 1,
      images: 1,
      provenDomain: null,
      alwaysShow: false,
    })
  })

  test('is shown without asking only for a domain that a signature proves, in messages that it proves', async () => {
    const id = await add('s', 'zoe@example.com', 'ann@example.org', html)
    const change = { messageId: id, show: true }
    await expect(core.handlers.privacy.alwaysShow(change, call)).rejects.toMatchObject({ problem: { code: 'refused' } })
    await verify(id, [dkim('pass')])
    expect(await core.handlers.privacy.alwaysShow(change, call)).toMatchObject({
      provenDomain: 'example.com',
      alwaysShow: true,
    })
    const forged = await add('t', 'zoe@example.com', 'ann@example.org', html)
    const card = async () => (await core.handlers.privacy.card({ ids: [id, forged] }, call)).items
    expect((await card()).map(({ showPictures, trackers, remote }) => [showPictures, trackers, remote])).toEqual([
      [true, 1, 1],
      [false, 1, 1],
    ])
    await core.handlers.privacy.alwaysShow({ ...change, show: false }, call)
    expect((await card()).map(({ showPictures }) => showPictures)).toEqual([false, false])
  })
})

describe('a draft', () => {
  const ask = (to: string[]) =>
    core.handlers.privacy.draft(
      { to: to.map((address) => ({ address, label: '' })), cc: [], bcc: [], subject: '', html: null, attachments: [] },
      call,
    )

  test('is judged by whom it goes to, live', async () => {
    await setContact('z', 'Zoe Zimmer', 'zoe@example.com')
    const known = await ask(['Zoe@example.com'])
    const more = await ask(['zoe@example.com', 'stranger@example.net'])
    expect(known).toMatchObject({ kind: 'draft', id: 'draft' })
    expect(more.context.score).toBeLessThan(known.context.score)
    expect(more.overall).toBeLessThanOrEqual(known.overall)
  })
})

test('this computer and the user have an index too', async () => {
  const device = await explain('this', 'device')
  expect(row(device, 'credentials')).toMatchObject({ value: 'none', points: 0, advice: 'open-keychain' })
  const own = await explain('own', 'own')
  expect(own.kind).toBe('own')
})

test('advice that is not wanted is not given for some time', async () => {
  const id = await add('one', 'Zoe <zoe@example.com>', 'ann@example.org')
  await core.handlers.privacy.silence({ kind: 'message', id, advice: 'ask-for-key', days: 30 }, call)
  expect(row(await explain(id), 'encryption')?.advice).toBeNull()
  context.clock.advance(31 * 24 * 3_600_000)
  expect(row(await explain(id), 'encryption')?.advice).toBe('ask-for-key')
})

describe('mail that was there before', () => {
  test('is read for its features and scored, and nothing of it is left to do', async () => {
    const id = await add('old', 'zoe@example.com', 'ann@example.org', {
      head: 'Return-Receipt-To: zoe@example.com\r\n',
    })
    const scored = await stored(id)
    await context.stores.commit({
      features: [{ messageId: id, features: [] }],
      messagePatches: [{ id, from: { privacy: scored.privacy }, set: { privacy: null } }],
    })
    expect(await core.handlers.privacy.status({}, call)).toMatchObject({ messages: 1, stale: 1 })
    expect(await core.privacy.background.scoreStale(100)).toBe(1)
    expect(await core.privacy.background.scoreStale(100)).toBe(0)
    expect(await core.handlers.privacy.status({}, call)).toMatchObject({ stale: 0 })
  })
})
