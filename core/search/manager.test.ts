import { beforeEach, describe, expect, test } from 'vitest'
import {
  createFakeContext,
  encodeBlob,
  type FakeContext,
  fakeAccount,
  fakeMessage,
} from '../../devtools/fakes/index.ts'
import type { Handlers, Operations, Participant } from '../defs/index.ts'
import { createSearchManager, searchFields } from './index.ts'

const call = { priority: 'interactive' } as const
const day = 86_400_000

interface Mail {
  readonly id: string
  readonly subject: string
  readonly from: Participant
  readonly text: string
  readonly files?: readonly string[]
  readonly mailbox?: string
  readonly daysAgo?: number
}

async function add(context: FakeContext, mail: Mail): Promise<void> {
  const raw = new TextEncoder().encode(
    `Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${mail.text}`,
  )
  const blob = encodeBlob(raw)
  await context.stores.blobs.put([blob])
  const sortMs = context.clock.nowMs() - (mail.daysAgo ?? 0) * day
  const names = mail.files ?? []
  const message = fakeMessage({
    id: mail.id,
    threadId: `t-${mail.id}`,
    dateMs: sortMs,
    receivedMs: sortMs,
    sortMs,
    subject: mail.subject,
    excerpt: mail.text.slice(0, 40),
    participants: [mail.from, { type: 'to', address: 'me@example.org', label: '' }],
    attachments: names.map((name, index) => ({
      index,
      name,
      type: 'x/y',
      sizeBytes: 1,
      contentId: null,
      inline: false,
    })),
    sizeBytes: raw.length,
    copies: [{ blob: blob.hash, sizeBytes: raw.length }],
  })
  const fields = { ...message, text: mail.text, attachmentNames: names }
  await context.stores.commit({
    messages: [message],
    search: [{ messageId: mail.id, ...searchFields(fields) }],
    membershipAdds: [{ mailboxId: mail.mailbox ?? 'inbox', messageId: mail.id }],
  })
}

const anna: Participant = { type: 'from', address: 'anna@example.org', label: 'Anna Müller' }
const bob: Participant = { type: 'from', address: 'bob@example.com', label: 'Bob' }

let context: FakeContext
let search: Handlers<Operations['search']>

beforeEach(async () => {
  context = createFakeContext()
  const common = { accountId: 'account-1', delimiter: '/', subscribed: true, selectable: true, sync: null }
  await context.stores.commit({
    recordInserts: [
      { noun: 'account', value: fakeAccount({ address: 'me@example.org' }) },
      { noun: 'mailbox', value: { ...common, id: 'inbox', path: 'INBOX', name: 'INBOX', role: 'inbox' } },
      { noun: 'mailbox', value: { ...common, id: 'bin', path: 'Deleted', name: 'Deleted', role: 'trash' } },
    ],
  })
  const filler = 'Here come many words about nothing at all. '.repeat(10)
  await add(context, { id: 'old', subject: 'Straße nach Köln', from: anna, text: 'Der Weg', daysAgo: 30 })
  await add(context, {
    id: 'plan',
    subject: 'Plan',
    from: bob,
    text: `${filler} the café in 東京都`,
    files: ['Depot-Plan.pdf'],
    daysAgo: 2,
  })
  await add(context, { id: 'new', subject: 'Lunch', from: anna, text: 'Café at noon?', daysAgo: 1 })
  await add(context, { id: 'gone', subject: 'Café closed', from: bob, text: 'For ever', mailbox: 'bin' })
  search = createSearchManager(context).handlers
})

const messages = (query: string, typing = false) => search.messages({ query, sort: 'newest', limit: 50, typing }, call)
const found = async (query: string, typing = false) =>
  (await messages(query, typing)).items.map(({ message }) => message.id)

describe('search for messages', () => {
  test.each([
    ['cafe', ['new', 'plan']],
    ['strasse', ['old']],
    ['東京', ['plan']],
    ['都', ['plan']],
    ['from:anna', ['new', 'old']],
    ['from:anna@example.org after:2026-11', ['new']],
    ['to:me', ['new', 'plan', 'old']],
    ['lunch OR strasse', ['new', 'old']],
    ['cafe -lunch', ['plan']],
    ['"café at noon"', ['new']],
    ['"noon café"', []],
    ['filename:depot', ['plan']],
    ['newer:7d', ['new', 'plan']],
    ['is:unread has:attachment', ['plan']],
    ['cafe in:deleted', ['gone']],
    ['cafe in:anywhere', ['gone', 'new', 'plan']],
    ['', ['new', 'plan', 'old']],
  ])('%s', async (query, expected) => expect(await found(query)).toEqual(expected))

  test('tells what the matches have in common, in sight of the search alone', async () => {
    expect(await search.facets({ query: 'cafe', typing: false }, call)).toEqual({
      counted: 2,
      complete: true,
      attachment: 1,
      link: 0,
      unread: 2,
      starred: 0,
      people: [
        { address: 'anna@example.org', label: 'Anna Müller', count: 1 },
        { address: 'bob@example.com', label: 'Bob', count: 1 },
      ],
      mailboxes: [{ mailboxId: 'inbox', count: 2 }],
      years: [{ year: 2026, count: 2 }],
    })
    const everything = await search.facets({ query: '', typing: false }, call)
    expect(everything.people[0]).toEqual({ address: 'anna@example.org', label: 'Anna Müller', count: 2 })
  })

  test('looks at the newest thousand for it, and says that there are more', async () => {
    const many = Array.from({ length: 1_100 }, (_, i) => fakeMessage({ id: `many-${i}`, subject: `Bulletin ${i}` }))
    await context.stores.commit({
      messages: many,
      search: many.map(({ id, subject }) => ({
        messageId: id,
        ...searchFields({ subject, participants: [], text: '', attachmentNames: [] }),
      })),
      membershipAdds: many.map(({ id }) => ({ mailboxId: 'inbox', messageId: id })),
    })
    const { counted, complete } = await search.facets({ query: 'bulletin', typing: false }, call)
    expect({ counted, complete }).toEqual({ counted: 1_000, complete: false })
  })

  test('finds from the beginning of the last word while it is typed', async () => {
    expect(await found('lun', true)).toEqual(['new'])
    expect(await found('lun')).toEqual([])
  })

  test('marks what was found in subject and excerpt, at once', async () => {
    const { items } = await messages('lunch cafe')
    expect(items[0]).toMatchObject({
      subject: { text: 'Lunch', hits: [[0, 5]] },
      snippet: { text: 'Café at noon?', hits: [[0, 4]] },
      file: null,
    })
  })

  test('names the attachment that was found, if that is why', async () => {
    expect((await messages('filename:plan')).items[0]?.file).toBe('Depot-Plan.pdf')
    expect((await messages('depot')).items[0]?.file).toBe('Depot-Plan.pdf')
    expect((await messages('plan')).items[0]?.file).toBeNull()
  })

  test('says what it did not understand, searches the rest, and how far it reaches', async () => {
    const answer = await messages('lunch before:soon')
    expect(answer.items.map(({ message }) => message.id)).toEqual(['new'])
    expect(answer.issues).toEqual([{ start: 6, end: 17, message: expect.stringContaining('2026-11-24') }])
    expect(answer.coverage).toEqual({ messages: 4, oldestMs: context.clock.nowMs() - 30 * day })
  })

  test('goes on page by page', async () => {
    const first = await search.messages({ query: 'cafe', sort: 'newest', limit: 1, typing: false }, call)
    const second = await search.messages(
      { query: 'cafe', sort: 'newest', limit: 1, typing: false, cursor: first.nextCursor ?? '' },
      call,
    )
    expect([...first.items, ...second.items].map(({ message }) => message.id)).toEqual(['new', 'plan'])
    expect(second.nextCursor).toBeNull()
  })
})

test('snippets show the lines around the hits in the bodies', async () => {
  const { items } = await search.snippets({ query: 'cafe 東京', ids: ['plan', 'new', 'nobody'], typing: false }, call)
  expect(items.map(({ id }) => id)).toEqual(['plan', 'new'])
  const [plan] = items
  expect(plan?.snippet.text).toMatch(/^….*the café in 東京都$/)
  expect(plan?.snippet.hits.map(([start, end]) => plan.snippet.text.slice(start, end))).toEqual(['café', '東京'])
})

describe('suggestions', () => {
  const suggest = async (text: string, kinds?: ('person' | 'mailbox' | 'subject')[]) =>
    (await search.suggest({ text, kinds, limit: 8 }, call)).items

  test('know people by any beginning of name or address, accents or not', async () => {
    const expected = { kind: 'person', label: 'Anna Müller', value: 'anna@example.org', details: 'anna@example.org' }
    for (const text of ['mull', 'Mül', 'ann mu', 'anna@exam', 'ANNA'])
      expect(await suggest(text)).toContainEqual(expected)
  })

  test('know mailboxes and recent subjects', async () => {
    expect(await suggest('del')).toEqual([
      { kind: 'mailbox', label: 'Deleted', value: 'bin', details: expect.any(String) },
    ])
    expect(await suggest('stras')).toEqual([
      { kind: 'subject', label: 'Straße nach Köln', value: 't-old', details: '' },
    ])
    expect(await suggest('lunch', ['person'])).toEqual([])
    expect(await suggest('')).toEqual([])
  })

  test('learn of new mail', async () => {
    await suggest('zoe')
    await add(context, {
      id: 'z',
      subject: 'Hi',
      from: { type: 'from', address: 'zoe@example.net', label: 'Zoë' },
      text: '',
    })
    context.events.emit({
      type: 'messages.added',
      messageIds: ['z'],
      threadIds: [],
      mailboxIds: [],
      more: false,
      fresh: [],
    })
    await expect.poll(() => suggest('zoe'), { timeout: 10_000 }).toHaveLength(1)
  })
})
