import { beforeEach, describe, expect, test } from 'vitest'
import {
  createFakeContext,
  encodeBlob,
  type FakeContext,
  fakeAccount,
  fakeMessage,
  fakeReader,
} from '../../devtools/fakes/index.ts'
import { prepareMail } from '../brokers/email/index.ts'
import type { Feature, Handlers, Mailbox, Message, Operations } from '../defs/index.ts'
import { createAccountBook } from '../discussions/index.ts'
import { createJournal } from '../journal/index.ts'
import { createMailboxes } from '../mailboxes/index.ts'
import { createMessageManager } from '../messages/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { createImportance, type Importance } from './index.ts'

const call = { priority: 'interactive' } as const
const one = (...messageIds: string[]) => ({ messageIds, threadIds: [], discussionIds: [] })

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
let importance: Importance
let messages: Handlers<Operations['messages']>
let undo: Undo

beforeEach(async () => {
  context = createFakeContext({
    reader: {
      ...fakeReader,
      prepare: async (raws) =>
        Promise.all(
          raws.map(async ({ bytes, headersOnly }) => ({
            ...(await prepareMail(bytes, { headersOnly })),
            blob: encodeBlob(bytes),
          })),
        ),
    },
  })
  const journal = createJournal(context)
  undo = createUndo()
  const manager = createMessageManager(context, journal, createMailboxes(context, journal), undo)
  importance = createImportance(context, { book: createAccountBook(context), act: manager.act, undo })
  messages = importance.observe(manager.messages)
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: mailbox('in', 'inbox') },
      { noun: 'mailbox', value: mailbox('archive', 'archive') },
      { noun: 'mailbox', value: mailbox('junk', 'junk') },
      { noun: 'mailbox', value: mailbox('bin', 'trash') },
    ],
  })
})

/** Stores a message as ingest would, with what is of interest here. */
async function store(id: string, from: string, text = 'Hello', change: Partial<Message> = {}, mailboxId = 'in') {
  const raw = new TextEncoder().encode(`From: ${from}\r\nTo: ann@example.org\r\nSubject: ${text}\r\n\r\n${text}\r\n`)
  const blob = encodeBlob(raw)
  await context.stores.blobs.put([blob])
  const person = (type: 'from' | 'to', address: string) => ({ type, address, label: '' })
  const message = fakeMessage({
    id,
    subject: text,
    excerpt: text,
    participants: [person('from', from), person('to', 'ann@example.org')],
    messageId: `${id}@example.org`,
    sizeBytes: raw.length,
    copies: [{ blob: blob.hash, sizeBytes: raw.length }],
    privacy: { technic: 50, context: 50, comportment: 50, overall: 50, rules: 1 },
    ...change,
  })
  const kept: Feature[] = [{ name: 'list', value: false, origin: 'header' }]
  const result = await context.stores.commit({
    messages: [message],
    membershipAdds: [{ mailboxId, messageId: id }],
    features: [{ messageId: id, features: kept }],
  })
  expect(result).toEqual({ ok: true })
  await importance.renew([id])
}

const stored = async (id: string) => (await context.stores.messages.get([id]))[0]
const learntOf = async (id: string) =>
  (await importance.handlers.learnt({ limit: 50 }, call)).items.find((item) => item.id === id)
const explain = async (id: string) => (await importance.handlers.explain({ kind: 'message', ids: [id] }, call)).items[0]

describe('an explanation', () => {
  test('adds up, is what lists show, and is the same twice', async () => {
    await store('m', 'ada@example.org')
    const first = await explain('m')
    expect(first?.contributions.reduce((sum, { points }) => sum + points, 0)).toBe(first?.importance)
    expect((await stored('m'))?.importance).toBe(first?.importance)
    expect(JSON.stringify(await explain('m'))).toBe(JSON.stringify(first))
    expect(first?.contributions.map(({ feature }) => feature)).toEqual(['context', 'comportment', 'alone'])
  })

  test('an answer to the user’s own mail says so', async () => {
    await store('own', 'ann@example.org', 'Question', { own: true })
    await store('answer', 'ada@example.org', 'Re: Question', { inReplyTo: ['own@example.org'] })
    await store('later', 'bob@example.org', 'Re: Question', {
      inReplyTo: ['answer@example.org'],
      references: ['own@example.org', 'answer@example.org'],
    })
    expect((await explain('answer'))?.contributions).toContainEqual(
      expect.objectContaining({ feature: 'reply', points: 2 }),
    )
    expect((await explain('later'))?.contributions).toContainEqual(
      expect.objectContaining({ feature: 'thread', points: 1 }),
    )
  })

  test('of what is gone is refused in words', async () => {
    await expect(explain('nope')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a correction', () => {
  test('wins, is learnt for that person, and undo takes both back', async () => {
    await store('m', 'ada@example.org')
    await store('next', 'Ada@Example.org')
    const before = await stored('next')
    const { actionId, changed } = await importance.handlers.correct({ target: one('m'), by: 4 }, call)
    expect(changed).toBe(1)
    expect(await stored('m')).toMatchObject({ importance: 7, correction: 7 })
    expect(await explain('m')).toMatchObject({ importance: 7, correction: 7 })
    expect(await learntOf('person:ada@example.org')).toMatchObject({ corrections: 1, correctionSum: 4 })
    expect((await explain('next'))?.importance).toBe((before?.importance ?? 0) + 1)
    await undo.undo(actionId)
    expect(await stored('m')).toMatchObject({ importance: 3, correction: null })
    expect(await learntOf('person:ada@example.org')).toMatchObject({ corrections: 0, correctionSum: 0 })
  })

  test('in steps counts once, and null takes it back', async () => {
    await store('m', 'ada@example.org')
    for (let step = 0; step < 3; step += 1) await importance.handlers.correct({ target: one('m'), by: 1 }, call)
    expect(await stored('m')).toMatchObject({ importance: 6, correction: 6 })
    expect(await learntOf('person:ada@example.org')).toMatchObject({ corrections: 1, correctionSum: 3 })
    await importance.handlers.correct({ target: one('m'), to: null }, call)
    expect(await learntOf('person:ada@example.org')).toMatchObject({ corrections: 0, correctionSum: 0 })
    expect(await stored('m')).toMatchObject({ importance: 3, correction: null })
  })

  test('does not leave the scale, and stays when the message is judged anew', async () => {
    await store('m', 'ada@example.org')
    await importance.handlers.correct({ target: one('m'), by: 20 }, call)
    await importance.renew(['m'])
    expect(await stored('m')).toMatchObject({ importance: 10, correction: 10 })
  })

  test('that says nothing is refused', async () => {
    await store('m', 'ada@example.org')
    await expect(importance.handlers.correct({ target: one('m') }, call)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('stands in the log of changes; what was learnt from it does not leave this computer', async () => {
    await store('m', 'ada@example.org')
    await importance.handlers.correct({ target: one('m'), to: 8 }, call)
    const log = await context.stores.log.since(null, 100)
    expect(log.map(({ entity, field, value }) => ({ entity, field, value }))).toEqual([
      { entity: 'message', field: 'correction', value: 8 },
    ])
  })
})

describe('what the user does', () => {
  test('is counted for the person, and taken back with the action', async () => {
    await store('a', 'ada@example.org')
    await store('b', 'ada@example.org')
    await messages.setFlags({ target: one('a'), set: { seen: true } }, call)
    await messages.setFlags({ target: one('a'), set: { flagged: true } }, call)
    await messages.setFlags({ target: one('a'), set: { answered: true } }, call)
    const { actionId } = await messages.archive({ target: one('a', 'b') }, call)
    expect(await learntOf('person:ada@example.org')).toMatchObject({ opened: 1, starred: 1, answered: 1, ignored: 1 })
    await undo.undo(actionId)
    expect(await learntOf('person:ada@example.org')).toMatchObject({ opened: 1, ignored: 0 })
  })

  test('with mail of a list is counted for the list, not for who wrote it', async () => {
    await store('l', 'ada@example.org', 'Talk', { listId: 'Talk.Lists.Example' })
    await messages.remove({ target: one('l') }, call)
    expect(await learntOf('list:talk.lists.example')).toMatchObject({ ignored: 1 })
    expect(await learntOf('person:ada@example.org')).toBeUndefined()
  })

  test('to hundreds of messages at once is tidying up: nothing is learnt', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `m${i}`)
    for (const id of ids) await store(id, 'ada@example.org')
    await messages.setFlags({ target: one(...ids), set: { seen: true } }, call)
    await messages.archive({ target: one(...ids) }, call)
    expect(await learntOf('person:ada@example.org')).toBeUndefined()
  })

  test('can be read and forgotten, one by one and whole', async () => {
    await store('a', 'ada@example.org')
    await store('b', 'bob@example.org')
    await messages.setFlags({ target: one('a'), set: { flagged: true } }, call)
    await messages.setFlags({ target: one('b'), set: { flagged: true } }, call)
    await importance.handlers.forget({ id: 'person:ada@example.org' }, call)
    expect((await importance.handlers.learnt({ limit: 50 }, call)).items.map(({ id }) => id)).toEqual([
      'person:bob@example.org',
    ])
    expect(await importance.handlers.spam({}, call)).toMatchObject({ good: 2 })
    await importance.handlers.forget({}, call)
    expect((await importance.handlers.learnt({ limit: 50 }, call)).items).toEqual([])
    expect(await importance.handlers.spam({}, call)).toEqual({ junk: 0, good: 0, words: 0 })
  })

  test('mail that arrives is counted', async () => {
    await store('a', 'ada@example.org')
    const fresh = [{ id: 'a', threadId: 'a', discussionId: '', accountId: '', from: '', subject: '', importance: 0 }]
    const touched = { messageIds: ['a'], threadIds: [], mailboxIds: [], more: false }
    context.events.emit({ type: 'messages.added', ...touched, fresh })
    await expect.poll(() => learntOf('person:ada@example.org')).toMatchObject({ received: 1 })
  })
})

describe('junk', () => {
  async function teachBoth() {
    for (let i = 0; i < 22; i += 1) {
      await store(`j${i}`, `win${i}@casino.example`, `Claim your casino bonus now, cheap pills number ${i}`)
      await store(`g${i}`, `bob${i}@example.org`, `The meeting about the depot moved, agenda number ${i} attached`)
      await messages.junk({ target: one(`j${i}`) }, call)
      await messages.setFlags({ target: one(`g${i}`), set: { flagged: true } }, call)
    }
  }

  test('that was put away as such teaches what junk is: what is like it sinks, by and by also what is here', async () => {
    await store('like', 'new@casino.example', 'Your casino bonus, claim cheap pills')
    await store('other', 'carl@example.org', 'Agenda of the meeting about the depot')
    await teachBoth()
    expect(await importance.handlers.spam({}, call)).toMatchObject({ junk: 22, good: 22 })
    await expect.poll(async () => (await stored('like'))?.importance).toBeLessThanOrEqual(-4)
    expect((await explain('like'))?.spam).toBeGreaterThan(0.5)
    expect((await explain('other'))?.spam).toBeLessThan(0.1)
    const [feature] = await importance.spamFeatures([
      (await context.reader.prepare([{ bytes: await rawOf('like'), headersOnly: false }]))[0]?.search ?? noWords,
    ])
    expect(feature).toMatchObject({ name: 'spam-words', origin: 'body' })
  })

  test('is remembered by the next start of the program', async () => {
    await teachBoth()
    const again = createImportance(context, {
      book: createAccountBook(context),
      act: async () => ({ actionId: '', changed: 0 }),
      undo,
    })
    expect(await again.handlers.spam({}, call)).toEqual(await importance.handlers.spam({}, call))
    for (let i = 0; i < 30; i += 1) {
      await store(`k${i}`, `bob${i}@example.org`, `The minutes of the meeting, number ${i}`)
      await messages.setFlags({ target: one(`k${i}`), set: { flagged: true } }, call)
    }
    const later = createImportance(context, {
      book: createAccountBook(context),
      act: async () => ({ actionId: '', changed: 0 }),
      undo,
    })
    expect(await later.handlers.spam({}, call)).toMatchObject({ junk: 22, good: 52 })
    expect(await later.handlers.spam({}, call)).toEqual(await importance.handlers.spam({}, call))
  })

  test('lies at the bottom; taken out again, it is as before and teaches what is no junk', async () => {
    await store('m', 'ada@example.org')
    const { actionId } = await messages.junk({ target: one('m') }, call)
    expect((await stored('m'))?.importance).toBe(-5)
    expect(await importance.handlers.spam({}, call)).toMatchObject({ junk: 1, good: 0 })
    await messages.move({ target: one('m'), mailboxId: 'in' }, call)
    expect((await stored('m'))?.importance).toBe(3)
    expect(await importance.handlers.spam({}, call)).toMatchObject({ junk: 0, good: 1 })
    await undo.undo(actionId).catch(() => undefined)
  })

  test('by another program is judged anew too', async () => {
    await store('m', 'ada@example.org')
    await context.stores.commit({
      membershipAdds: [{ mailboxId: 'junk', messageId: 'm' }],
      membershipRemoves: [{ mailboxId: 'in', messageId: 'm' }],
    })
    const touched = { messageIds: ['m'], threadIds: [], mailboxIds: ['in', 'junk'], more: false }
    context.events.emit({ type: 'messages.changed', ...touched })
    await expect.poll(async () => (await stored('m'))?.importance).toBe(-5)
    expect(await importance.handlers.spam({}, call)).toMatchObject({ junk: 0 })
  })

  test('undone teaches nothing', async () => {
    await store('m', 'ada@example.org')
    const { actionId } = await messages.junk({ target: one('m') }, call)
    await undo.undo(actionId)
    expect(await importance.handlers.spam({}, call)).toMatchObject({ junk: 0, good: 0, words: 0 })
    expect((await stored('m'))?.importance).toBe(3)
  })

  const noWords = { subject: '', from: '', to: '', cc: '', body: '', files: '' }
  const rawOf = async (id: string) =>
    (await context.stores.blobs.get((await stored(id))?.copies[0]?.blob ?? '')) ?? new Uint8Array()
})
