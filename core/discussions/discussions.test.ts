import { beforeEach, describe, expect, test } from 'vitest'
import {
  createFakeContext,
  encodeBlob,
  FakeBook,
  type FakeContext,
  fakeAccount,
  fakeReader,
} from '../../devtools/fakes/index.ts'
import { prepareMail } from '../brokers/email/index.ts'
import type { Mailbox } from '../defs/index.ts'
import { createIngest, type Ingest } from '../ingest/index.ts'
import type { MailReader } from '../ports.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { createDiscussions, createGrouping, type Discussions } from './index.ts'

const reader: MailReader = {
  ...fakeReader,
  prepare: (raws) =>
    Promise.all(
      raws.map(async ({ bytes, headersOnly }) => ({
        ...(await prepareMail(bytes, { headersOnly })),
        blob: headersOnly ? null : encodeBlob(bytes),
      })),
    ),
}

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
let book: FakeBook
let undo: Undo
let ingest: Ingest
let discussions: Discussions
let mails: number

async function begin(stores = createFakeContext().stores) {
  context = createFakeContext({ reader, stores })
  book = new FakeBook(['me@home.org'], { ann: 'Ann Other' })
  undo = createUndo()
  const grouping = createGrouping(context, book)
  discussions = createDiscussions(context, grouping, undo)
  ingest = createIngest(context, { grouping })
}

beforeEach(async () => {
  mails = 0
  await begin()
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount({ address: 'me@home.org' }) },
      { noun: 'mailbox', value: mailbox('inbox', 'inbox') },
      { noun: 'mailbox', value: mailbox('sent', 'sent') },
      { noun: 'mailbox', value: mailbox('junk', 'junk') },
    ],
  })
})

interface Mail {
  readonly from?: string
  readonly to?: string
  readonly [header: string]: string | undefined
}

/** Answers the id of the message. `subject` is its Message-ID too. */
async function mail({ from = '', to = '', ...headers }: Mail, place = 'inbox'): Promise<string> {
  mails += 1
  const subject = headers['Subject'] ?? `mail ${mails}`
  const all: Record<string, string | undefined> = {
    From: from,
    To: to,
    Subject: subject,
    Date: new Date(Date.UTC(2026, 0, 1) + mails * 60_000).toUTCString(),
    'Message-ID': `<${subject.replaceAll(' ', '-')}@x.org>`,
    ...headers,
  }
  const head = Object.entries(all).flatMap(([name, value]) => (value ? [`${name}: ${value}\r\n`] : []))
  const bytes = new TextEncoder().encode(`${head.join('')}\r\nWords of ${subject}\r\n`)
  const [outcome] = await ingest.add([{ bytes, mailboxId: place, flags: [], receivedMs: null }], { fresh: false })
  expect(outcome?.problem).toBe(null)
  return outcome?.messageId ?? ''
}

const list = async (view = 'all') => (await discussions.handlers.list({ view, limit: 100 }, call)).items
/** subjects of the messages of each discussion, newest first, by the names of its people */
async function groups(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const { id, kind, listId, people } of await list()) {
    const { items } = await discussions.handlers.messages({ id, limit: 100 }, call)
    const name =
      kind === 'people'
        ? people
            .map(({ address }) => address.toLowerCase())
            .sort()
            .join(' ')
        : (listId ?? kind)
    found[name] = items.map(({ subject }) => subject)
  }
  return found
}
const discussionIdOf = async (id: string) => (await context.stores.messages.get([id]))[0]?.discussionId ?? ''
const threadIdOf = async (id: string) => (await context.stores.messages.get([id]))[0]?.threadId ?? ''

const me = 'Me <me@home.org>'

describe('mail that comes in', () => {
  test('goes to the discussion with the people that it is between, sent and received alike', async () => {
    await mail({ from: 'Ann <ann@x.org>', to: me, Subject: 'a1' })
    await mail({ from: me, to: 'ANN@x.org', Subject: 'a2' }, 'sent')
    await mail({ from: 'bo@x.org', to: 'me@home.org, ann@x.org', Subject: 'ab' })
    expect(await groups()).toEqual({ 'ann@x.org': ['a2', 'a1'], 'ann@x.org bo@x.org': ['ab'] })
    const [first, second] = await list()
    expect(first).toMatchObject({ count: 1, peopleCount: 2, lastOwn: false, kind: 'people' })
    expect(second).toMatchObject({ count: 2, unread: 2, peopleCount: 1, lastOwn: true, subject: 'a2' })
  })

  test('as a hidden copy, or to people who are not named, is a discussion with its author', async () => {
    await mail({ from: 'ann@x.org', to: me, Subject: 'open' })
    await mail({ from: 'ann@x.org', to: 'undisclosed-recipients:;', Subject: 'hidden' })
    expect(await groups()).toEqual({ 'ann@x.org': ['hidden', 'open'] })
  })

  test('to oneself is a discussion of its own, and from nobody one a thread', async () => {
    await mail({ from: me, to: me, Subject: 'note' })
    const one = await mail({ Subject: 'nobody 1' })
    const two = await mail({ Subject: 'nobody 2' })
    const answer = await mail({ Subject: 'nobody 3', 'In-Reply-To': '<nobody-2@x.org>' })
    expect(await discussionIdOf(one)).not.toBe(await discussionIdOf(two))
    expect(await discussionIdOf(answer)).toBe(await discussionIdOf(two))
    expect((await list()).find(({ kind }) => kind === 'self')).toMatchObject({ people: [], peopleCount: 0, count: 1 })
    expect((await list()).every(({ byHand }) => !byHand)).toBe(true)
  })

  test('to hundreds is a circular of its author', async () => {
    const many = Array.from({ length: 200 }, (_, i) => `p${i}@x.org`).join(', ')
    await mail({ from: 'ann@x.org', to: `${me}, ${many}`, Subject: 'c1' })
    await mail({ from: 'ann@x.org', to: `${me}, ${many}, one.more@x.org`, Subject: 'c2' })
    expect(await groups()).toEqual({ circular: ['c2', 'c1'] })
  })

  test('that is announced tells its discussion, its account and how much it matters', async () => {
    const bytes = new TextEncoder().encode('From: ann@x.org\r\nTo: me@home.org\r\nSubject: New\r\n\r\nHello\r\n')
    const [outcome] = await ingest.add([{ bytes, mailboxId: 'inbox', flags: [], receivedMs: null }], { fresh: true })
    const id = outcome?.messageId ?? ''
    expect(context.emitted.find(({ type }) => type === 'messages.added')).toMatchObject({
      fresh: [{ id, discussionId: await discussionIdOf(id), accountId: 'account-1', importance: 0 }],
    })
  })
})

describe('a list', () => {
  const byList = { 'List-Id': 'Plans <plans.lists.org>', to: 'plans@lists.org' }

  test('has what is written to it, from whomever, and what the user answers there', async () => {
    await mail({ ...byList, from: 'ann@x.org', Subject: 'l1', 'List-Post': '<mailto:plans@lists.org>' })
    await mail({ from: me, to: 'plans@lists.org', cc: 'ann@x.org', Subject: 'Re: l1' }, 'sent')
    await mail({ from: 'bo@x.org', to: 'plans@lists.org, me@home.org', Subject: 'direct' })
    await mail({ from: me, to: 'ann@x.org', Subject: 'private', 'In-Reply-To': '<l1@x.org>' }, 'sent')
    expect(await groups()).toEqual({ 'plans.lists.org': ['direct', 'Re: l1', 'l1'], 'ann@x.org': ['private'] })
  })

  test('takes what was written to it before anything came from it', async () => {
    const sent = await mail({ from: me, to: 'plans@lists.org', Subject: 'first' }, 'sent')
    const before = await discussionIdOf(sent)
    await mail({ ...byList, from: 'ann@x.org', Subject: 'l1' })
    expect(await groups()).toEqual({ 'plans.lists.org': ['l1', 'first'] })
    expect(context.emitted.at(-1)).toMatchObject({
      type: 'discussions.changed',
      discussionIds: expect.arrayContaining([before, await discussionIdOf(sent)]),
    })
  })

  test('of a service that makes an address a message has the answers, whichever came first', async () => {
    const note = (n: number) => ({
      from: 'notifications@hub.org',
      to: 'project <project@noreply.hub.org>',
      'Reply-To': `reply+${n}@hub.org`,
      'List-Id': 'project <project.hub.org>',
      'List-Post': `<mailto:reply+${n}@hub.org>`,
    })
    for (let n = 1; n <= 6; n++) await mail({ ...note(n), Subject: `n${n}` })
    await mail({ from: me, to: 'reply+6@hub.org', Subject: 'a6', 'In-Reply-To': '<n6@x.org>' }, 'sent')
    await mail({ from: me, to: 'reply+7@hub.org', Subject: 'a7', 'In-Reply-To': '<n7@x.org>' }, 'sent')
    await mail({ ...note(7), Subject: 'n7' })
    expect(Object.keys(await groups())).toEqual(['project.hub.org'])
  })

  test('that is shown by the user’s own copy alone belongs to the list as well', async () => {
    const own = { from: me, to: 'plans@lists.org', Subject: 'mine', Date: 'Mon, 2 Nov 2026 10:00:00 +0000' }
    await mail(own, 'sent')
    await mail({ ...own, 'List-Id': 'Plans <plans.lists.org>', Received: 'from lists.org' })
    expect(await groups()).toEqual({ 'plans.lists.org': ['mine'] })
    expect(await list()).toMatchObject([{ kind: 'list', lastOwn: true, count: 1 }])
  })

  test('is not made of a person by a header that anybody can write', async () => {
    await mail({ from: 'boss@work.org', to: me, Subject: 'b1' })
    await mail({
      from: 'evil@e.org',
      to: me,
      'List-Id': '<evil>',
      'List-Post': '<mailto:boss@work.org>',
      Subject: 'e1',
    })
    await mail({ from: me, to: 'boss@work.org', Subject: 'b2' }, 'sent')
    expect(await groups()).toEqual({ 'boss@work.org': ['b2', 'b1'], evil: ['e1'] })
  })

  test('that somebody was taken for is left as soon as they write themselves', async () => {
    await mail({
      from: 'evil@e.org',
      to: me,
      'List-Id': '<evil>',
      'List-Post': '<mailto:boss@work.org>',
      Subject: 'e1',
    })
    await mail({ from: me, to: 'boss@work.org', Subject: 'b1' }, 'sent')
    expect(await groups()).toEqual({ evil: ['b1', 'e1'] })
    await mail({ from: 'boss@work.org', to: me, Subject: 'b2' })
    await mail({
      from: 'evil@e.org',
      to: me,
      'List-Id': '<evil>',
      'List-Post': '<mailto:boss@work.org>',
      Subject: 'e2',
    })
    expect(await groups()).toEqual({ 'boss@work.org': ['b2', 'b1'], evil: ['e2', 'e1'] })
  })

  test('teaches nothing from junk', async () => {
    await mail(
      { from: 'evil@e.org', 'List-Id': '<evil>', 'List-Post': '<mailto:boss@work.org>', Subject: 'e1' },
      'junk',
    )
    await mail({ from: me, to: 'boss@work.org', Subject: 'b1' }, 'sent')
    expect(Object.keys(await groups())).toContain('boss@work.org')
  })
})

describe('contacts', () => {
  beforeEach(async () => {
    await mail({ from: 'Ann at X <ann@x.org>', to: me, Subject: 'x' })
    await mail({ from: 'ann@y.org', to: me, Subject: 'y' })
    await mail({ from: 'bo@x.org', to: 'ann@y.org, me@home.org', Subject: 'both' })
  })

  test('bring the discussions of a person together at once, and part them again, as they were', async () => {
    const before = await list()
    book.give('ann', 'ann@x.org', 'ann@y.org')
    await discussions.settled()
    expect(await groups()).toEqual({ 'ann@y.org': ['y', 'x'], 'ann@y.org bo@x.org': ['both'] })
    const [, merged] = await list()
    expect(merged).toMatchObject({ count: 2, peopleCount: 1, people: [{ contactId: 'ann', label: 'Ann Other' }] })
    expect(context.emitted.at(-1)).toMatchObject({ type: 'discussions.changed', more: false })
    book.take('ann', 'ann@x.org')
    await discussions.settled()
    expect(Object.keys(await groups())).toEqual(['ann@y.org bo@x.org', 'ann@y.org', 'ann@x.org'])
    book.take('ann', 'ann@y.org')
    await discussions.settled()
    expect(await list()).toEqual(before)
  })

  test('count for mail that comes in', async () => {
    book.give('ann', 'ann@x.org', 'ann@z.org')
    await discussions.settled()
    await mail({ from: 'ann@z.org', to: me, Subject: 'z' })
    expect(await groups()).toMatchObject({ 'ann@z.org': ['z', 'x'] })
  })

  test('who share an address are not named by it', async () => {
    book.give('ann', 'ann@x.org')
    book.give('bo', 'ann@x.org')
    await discussions.settled()
    expect((await list()).at(-1)).toMatchObject({
      people: [{ address: 'ann@x.org', contactId: null, label: 'Ann at X' }],
    })
  })

  test('that changed while the program ended are followed at the next start', async () => {
    const { stores } = context
    await begin(stores)
    book.give('ann', 'ann@x.org', 'ann@y.org')
    const { settled } = discussions
    await settled()
    await begin(stores)
    expect(await discussions.check()).toBe(3)
    expect(Object.keys(await groups())).toHaveLength(3)
    expect(await discussions.check()).toBe(0)
  })

  test('find the discussion with somebody by any address', async () => {
    book.give('ann', 'ann@x.org', 'ann@y.org', 'ann@z.org')
    await discussions.settled()
    const [, { id } = { id: '' }] = await list()
    const forPeople = async (...addresses: string[]) => (await discussions.handlers.forPeople({ addresses }, call)).id
    expect(await forPeople('Ann@Z.org')).toBe(id)
    expect(await forPeople('ann@z.org', 'me@home.org')).toBe(id)
    expect(await forPeople('stranger@z.org')).toBe(null)
  })
})

describe('by hand', () => {
  let first: string
  let answer: string
  beforeEach(async () => {
    first = await mail({ from: 'ann@x.org', to: me, Subject: 'plans' })
    await mail({ from: 'ann@x.org', to: me, Subject: 'other' })
    answer = await mail({ from: me, to: 'ann@x.org, bo@x.org', Subject: 'Re: plans', 'In-Reply-To': '<plans@x.org>' })
  })
  const takeOut = async () => discussions.handlers.takeOut({ threadId: await threadIdOf(first) }, call)
  const names = async () => Object.values(await groups()).map((subjects) => subjects.join())

  test('a thread is taken out with all of its messages, stays out, and comes back when that is undone', async () => {
    const before = await list()
    const done = await takeOut()
    expect(done).toMatchObject({ changed: 2, discussionId: await discussionIdOf(first) })
    expect(await discussionIdOf(answer)).toBe(done.discussionId)
    await mail({ from: 'ann@x.org', to: me, Subject: 'late', References: '<plans@x.org>' })
    expect(await list()).toMatchObject([
      { count: 3, byHand: true },
      { count: 1, byHand: false },
    ])
    book.give('ann', 'ann@x.org')
    await discussions.settled()
    expect(await discussionIdOf(first)).toBe(done.discussionId)
    book.take('ann', 'ann@x.org')
    await discussions.settled()
    await undo.undo(done.actionId)
    expect((await names()).sort()).toEqual(['Re: plans', 'late,other,plans'])
    expect((await list()).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort())
    expect((await list()).every(({ byHand }) => !byHand)).toBe(true)
  })

  test('a thread that was taken out takes what turns out to belong to it along', async () => {
    const done = await takeOut()
    const apart = await mail({ from: 'cy@x.org', to: me, Subject: 'apart' })
    await mail({ from: 'cy@x.org', to: me, Subject: 'bridge', References: '<plans@x.org> <apart@x.org>' })
    expect(await discussionIdOf(apart)).toBe(await discussionIdOf(first))
    expect((await names()).sort()).toEqual(['bridge,apart,Re: plans,plans', 'other'])
    await undo.undo(done.actionId)
    expect((await names()).sort()).toEqual(['Re: plans', 'bridge,apart', 'other,plans'])
  })

  test('discussions are joined for good, also for what comes later, until that is undone', async () => {
    const before = await list()
    const stranger = await mail({ from: 'cy@z.org', to: me, Subject: 'cy' })
    const ids = [await discussionIdOf(first), await discussionIdOf(stranger)]
    const done = await discussions.handlers.join({ ids }, call)
    expect(done.changed).toBe(3)
    expect(await discussionIdOf(first)).toBe(done.discussionId)
    expect(await discussionIdOf(stranger)).toBe(done.discussionId)
    await mail({ from: me, to: 'cy@z.org', Subject: 'to cy' }, 'sent')
    expect((await names()).sort()).toEqual(['Re: plans', 'to cy,cy,other,plans'])
    expect((await list())[0]).toMatchObject({ byHand: true, peopleCount: 2 })
    book.give('cy', 'cy@z.org', 'cy@y.org')
    await discussions.settled()
    await mail({ from: 'cy@y.org', to: me, Subject: 'cy again' })
    expect((await names()).sort()).toEqual(['Re: plans', 'cy again,to cy,cy,other,plans'])
    await undo.undo(done.actionId)
    expect((await names()).sort()).toEqual(['Re: plans', 'cy again,to cy,cy', 'other,plans'])
    expect((await list()).map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
  })

  test('what was done is still so after a restart', async () => {
    await takeOut()
    const shown = await list()
    await begin(context.stores)
    expect(await discussions.check()).toBe(0)
    expect(await list()).toEqual(shown)
    await mail({ from: 'ann@x.org', to: me, Subject: 'late', References: '<plans@x.org>' })
    expect((await list())[0]).toMatchObject({ count: 3, byHand: true })
  })

  test('what was done holds for mail that comes back after its database was damaged', async () => {
    const stranger = await mail({ from: 'cy@z.org', to: me, Subject: 'cy' })
    await discussions.handlers.join({ ids: [await discussionIdOf(first), await discussionIdOf(stranger)] }, call)
    const edits = await context.stores.records.list('discussionEdit', { limit: 10 })
    const mailboxes = await context.stores.records.list('mailbox', { limit: 10 })
    await begin()
    await context.stores.commit({
      recordPuts: [
        ...edits.items.map((value) => ({ noun: 'discussionEdit' as const, value })),
        ...mailboxes.items.map((value) => ({ noun: 'mailbox' as const, value })),
      ],
    })
    await mail({ from: 'ann@x.org', to: me, Subject: 'plans' })
    await mail({ from: 'cy@z.org', to: me, Subject: 'cy' })
    expect(await names()).toEqual(['cy,plans'])
  })

  test('what is not there is said', async () => {
    const { handlers } = discussions
    await expect(handlers.takeOut({ threadId: 'none' }, call)).rejects.toMatchObject({ code: 'not-found' })
    await expect(handlers.join({ ids: ['a', 'b'] }, call)).rejects.toMatchObject({ code: 'not-found' })
    await expect(handlers.get({ id: 'a' }, call)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('mail that was stored before there were discussions', () => {
  const forget = async () => {
    const { items } = await context.stores.messages.list({ view: 'all', limit: 500 })
    await context.stores.commit({
      messagePatches: items.map(({ id }) => ({ id, from: {}, set: { participantSetId: '', own: false } })),
    })
  }
  const review = () => discussions.review.run(new AbortController().signal, () => {})

  test('is put where new mail would go, once', async () => {
    await mail({ from: me, to: 'plans@lists.org', Subject: 'to list' }, 'sent')
    await mail({ from: 'ann@x.org', 'List-Id': '<p.lists.org>', 'List-Post': '<mailto:plans@lists.org>', Subject: 'l' })
    await mail({ from: me, to: 'ann@x.org', Subject: 'mine' }, 'sent')
    await mail({ from: 'ann@x.org', to: me, Subject: 'hers' })
    const shown = [await list(), await groups()]
    await forget()
    expect(await list()).toEqual([])
    expect(await discussions.review.needed()).toBe(true)
    await review()
    expect([await list(), await groups()]).toEqual(shown)
    expect(await discussions.review.needed()).toBe(false)
  })

  test('is the user’s own as soon as its address is', async () => {
    const sent = await mail({ from: 'old@home.org', to: 'ann@x.org', Subject: 'mine' }, 'sent')
    await review()
    book.addOwn('old@home.org')
    await discussions.settled()
    expect(await groups()).toEqual({ 'ann@x.org': ['mine'] })
    expect(await discussions.review.needed()).toBe(true)
    await review()
    expect((await context.stores.messages.get([sent]))[0]).toMatchObject({ own: true })
  })

  test('goes on where it was stopped', async () => {
    for (let n = 0; n < 3; n++) await mail({ from: `p${n}@x.org`, to: me })
    await forget()
    const stop = new AbortController()
    const steps: string[] = []
    const stopped = discussions.review.run(stop.signal, ({ step }) => {
      steps.push(step)
      stop.abort()
    })
    await expect(stopped).rejects.toThrow()
    expect(await list()).toHaveLength(3)
    await discussions.review.run(new AbortController().signal, ({ step }) => steps.push(step))
    expect(steps).toEqual(['rest', 'rest'])
  })
})
