import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareMail } from '../../core/brokers/email/index.ts'
import type { DiscussionSummary } from '../../core/defs/index.ts'
import { createDiscussions, createGrouping, type Discussions } from '../../core/discussions/index.ts'
import { createIngest } from '../../core/ingest/index.ts'
import { createUndo, type Undo } from '../../core/undo/index.ts'
import type { Stores } from '../../storage/contracts/index.ts'
import { openStores } from '../../storage/directory/index.ts'
import { createFakeContext, encodeBlob, FakeBook, fakeAccount, fakeReader } from '../fakes/index.ts'
import { club, me, others, type ScriptedMail, scriptedYear } from './script.ts'

const call = { priority: 'interactive' } as const
const year = scriptedYear()
const reader = {
  ...fakeReader,
  prepare: (raws: readonly { readonly bytes: Uint8Array; readonly headersOnly: boolean }[]) =>
    Promise.all(
      raws.map(async ({ bytes, headersOnly }) => ({
        ...(await prepareMail(bytes, { headersOnly })),
        blob: headersOnly ? null : encodeBlob(bytes),
      })),
    ),
}

interface Program {
  readonly stores: Stores
  readonly book: FakeBook
  readonly undo: Undo
  readonly discussions: Discussions
}

const folders: string[] = []
const opened: Stores[] = []
afterAll(async () => {
  for (const stores of opened) await stores.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

/** A program over a database of its own, with the whole year in it, in batches of the given size. */
async function liveThrough(batch: number): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'caliopen-year-'))
  folders.push(folder)
  const { stores } = await openStores({ directory: folder })
  opened.push(stores)
  const context = createFakeContext({ stores, reader })
  const book = new FakeBook(me.addresses)
  const undo = createUndo()
  const grouping = createGrouping(context, book)
  const discussions = createDiscussions(context, grouping, undo)
  const ingest = createIngest(context, { grouping })
  const common = { accountId: 'account-1', delimiter: '/', subscribed: true, selectable: true, sync: null }
  await stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount({ address: 'maud@home.example' }) },
      { noun: 'mailbox', value: { ...common, id: 'inbox', path: 'INBOX', name: 'INBOX', role: 'inbox' } },
      { noun: 'mailbox', value: { ...common, id: 'sent', path: 'Sent', name: 'Sent', role: 'sent' } },
    ],
  })
  for (let at = 0; at < year.length; at += batch) {
    const items = year.slice(at, at + batch).map(({ bytes, sent, dateMs }) => ({
      bytes: bytes.slice(), // storage takes over what it is given
      mailboxId: sent ? 'sent' : 'inbox',
      flags: [],
      receivedMs: dateMs,
    }))
    const outcomes = await ingest.add(items, { fresh: false })
    expect(outcomes.filter(({ status }) => status !== 'added')).toEqual([])
  }
  return { stores, book, undo, discussions }
}

/** Who a message is between, by the script alone: `whoIs` says to whom an address belongs. */
function between(mail: ScriptedMail, whoIs: (address: string) => string): string {
  if (mail.listId !== null || mail.to.includes(club.address)) return 'list'
  if (mail.to.length > 100) return `circular ${whoIs(mail.from)}`
  const mine: readonly string[] = me.addresses
  const people = [mail.from, ...mail.to].filter((address) => !mine.includes(address)).map(whoIs)
  return people.length === 0 ? 'me' : [...new Set(people)].sort().join(' + ')
}

/** Subjects by discussion, the discussion of the newest message first, newest first in each. */
function expected(whoIs: (address: string) => string): string[][] {
  const newestFirst = [...year].reverse()
  const groups = Map.groupBy(newestFirst, (mail) => between(mail, whoIs))
  return [...groups.values()].map((mails) => mails.map(({ subject }) => subject))
}

async function timeline({ discussions }: Program): Promise<DiscussionSummary[]> {
  const all: DiscussionSummary[] = []
  let cursor: string | undefined
  do {
    const page = await discussions.handlers.list({ view: 'all', cursor, limit: 40 }, call)
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return all
}

async function messagesOf({ discussions }: Program, { id }: DiscussionSummary): Promise<string[]> {
  const subjects: string[] = []
  let cursor: string | undefined
  do {
    const page = await discussions.handlers.messages({ id, cursor, limit: 100 }, call)
    subjects.push(...page.items.map(({ subject }) => subject))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return subjects
}

/** The whole timeline is what the script says: order, counts, last message and what is inside. */
async function expectTimeline(program: Program, whoIs: (address: string) => string): Promise<DiscussionSummary[]> {
  const shown = await timeline(program)
  const wanted = expected(whoIs)
  expect(await Promise.all(shown.map((discussion) => messagesOf(program, discussion)))).toEqual(wanted)
  expect(shown.map(({ count, unread, subject }) => ({ count, unread, subject }))).toEqual(
    wanted.map((subjects) => ({ count: subjects.length, unread: subjects.length, subject: subjects[0] })),
  )
  return shown
}

const byAddress = (address: string): string => address
const addressesOf = (name: string): readonly string[] => others.find((person) => person.name === name)?.addresses ?? []

let program: Program
beforeAll(async () => {
  program = await liveThrough(100)
})

test('a year of mail is one discussion for each company of addresses, the list, the circulars and the notes', async () => {
  const shown = await expectTimeline(program, byAddress)
  expect(shown.filter(({ kind }) => kind === 'list')).toMatchObject([{ listId: club.listId }])
  expect(shown.filter(({ kind }) => kind === 'self')).toMatchObject([{ people: [], peopleCount: 0 }])
  expect(shown.filter(({ kind }) => kind === 'circular').length).toBeGreaterThan(1)
  const own: readonly string[] = me.addresses
  expect(shown.flatMap(({ people }) => people).filter(({ address }) => own.includes(address))).toEqual([])
})

test('two contacts that become one take their discussions along, and back when one address is taken away again', async () => {
  const { book, discussions } = program
  const before = await timeline(program)
  const [first = '', second = '', ...rest] = addressesOf('Ann')
  book.give('ann', first)
  book.give('ann-2', second, ...rest)
  await discussions.settled()
  await expectTimeline(program, (address) => (address === second || rest.includes(address) ? 'ann-2' : address))
  // merged
  book.take('ann-2', second, ...rest)
  book.give('ann', second, ...rest)
  await discussions.settled()
  const merged = await expectTimeline(program, (address) => (addressesOf('Ann').includes(address) ? 'ann' : address))
  expect(merged.length).toBeLessThan(before.length)
  expect(merged.find(({ people }) => people.length === 1 && people[0]?.contactId === 'ann')?.peopleCount).toBe(1)
  // one address taken away
  book.take('ann', second)
  await discussions.settled()
  await expectTimeline(program, (address) => (address === first || rest.includes(address) ? 'ann' : address))
  book.take('ann', first, ...rest)
  await discussions.settled()
  expect(await timeline(program)).toEqual(before)
})

test('with everybody in the address book there is one discussion for each company of people, and all the way back', async () => {
  const { book, discussions } = program
  const before = await timeline(program)
  for (const { name, addresses } of others) book.give(name, ...addresses)
  await discussions.settled()
  const whoIs = (address: string) => others.find(({ addresses }) => addresses.includes(address))?.name ?? address
  await expectTimeline(program, whoIs)
  for (const { name, addresses } of others) book.take(name, ...addresses)
  await discussions.settled()
  expect(await timeline(program)).toEqual(before)
})

test('threads taken out and discussions joined keep their place through all of it, until they are undone', async () => {
  const { book, undo, discussions } = program
  const before = await timeline(program)
  const thread = (
    await discussions.handlers.threads(
      { id: before.find(({ threadCount }) => threadCount > 3)?.id ?? '', limit: 1 },
      call,
    )
  ).items[0]
  const out = await discussions.handlers.takeOut({ threadId: thread?.id ?? '' }, call)
  const [one, two] = (await timeline(program)).filter(({ kind, byHand }) => kind === 'people' && !byHand)
  const joined = await discussions.handlers.join({ ids: [one?.id ?? '', two?.id ?? ''] }, call)
  for (const { name, addresses } of others) book.give(name, ...addresses)
  await discussions.settled()
  const messages = async (id: string) => (await discussions.handlers.get({ id }, call)).count
  expect(await messages(out.discussionId)).toBe(out.changed)
  for (const { name, addresses } of others) book.take(name, ...addresses)
  await discussions.settled()
  expect(await messages(joined.discussionId)).toBe(joined.changed)
  await undo.undo(joined.actionId)
  await undo.undo(out.actionId)
  expect(await timeline(program)).toEqual(before)
})

test('lived through once more, in other portions, it is the same to the byte', async () => {
  const again = await liveThrough(37)
  expect(JSON.stringify(await timeline(again))).toBe(JSON.stringify(await timeline(program)))
})

test('is put back into order after the discussions were forgotten', async () => {
  const { stores, discussions } = program
  const before = await timeline(program)
  const { items } = await stores.messages.list({ view: 'all', limit: 1000 })
  await stores.commit({
    messagePatches: items.map(({ id }) => ({ id, from: {}, set: { participantSetId: '', own: false } })),
    recordRemoves: [{ noun: 'checkpoint', id: 'discussions' }],
  })
  expect(await timeline(program)).toEqual([])
  await discussions.review.run(new AbortController().signal, () => {})
  expect(await timeline(program)).toEqual(before)
})
