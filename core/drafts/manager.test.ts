import { beforeEach, describe, expect, test } from 'vitest'
import {
  createFakeContext,
  encodeBlob,
  type FakeContext,
  fakeAccount,
  fakeMessage,
} from '../../devtools/fakes/index.ts'
import { drafts as definitions, type Message } from '../defs/index.ts'
import { createDraftManager } from './index.ts'

const call = { priority: 'interactive' } as const
const utf8 = (text: string) => new TextEncoder().encode(text)

let context: FakeContext
let drafts: ReturnType<typeof createDraftManager>

beforeEach(async () => {
  context = createFakeContext()
  drafts = createDraftManager(context)
  const signature = { text: 'Ann\nexample.org', html: '' }
  await context.stores.commit({ recordPuts: [{ noun: 'account', value: fakeAccount({ signature }) }] })
})

const begin = (input: object = {}) => drafts.create(definitions.create.input.parse(input), call)
const save = (id: string, revision: number, content: object) => drafts.save({ id, revision, content }, call)

async function receive(raw: string, change: Partial<Message> = {}): Promise<string> {
  const blob = encodeBlob(utf8(raw))
  await context.stores.blobs.put([blob])
  const message = fakeMessage({
    id: 'm1',
    threadId: 't1',
    dateMs: Date.UTC(2026, 10, 23),
    receivedMs: 0,
    sortMs: 0,
    subject: 'Lunch',
    excerpt: 'Shall we',
    participants: [
      { type: 'from', address: 'bo@example.net', label: 'Bo' },
      { type: 'to', address: 'ann@example.org', label: '' },
    ],
    messageId: 'lunch@example.net',
    sizeBytes: raw.length,
    copies: [{ blob: blob.hash, sizeBytes: raw.length }],
    flags: { seen: true, flagged: false, answered: false, forwarded: false, draft: false },
    ...change,
  })
  await context.stores.commit({ messages: [message] })
  return message.id
}

test('what was typed is there again, and a new message carries the signature under its delimiter', async () => {
  const draft = await begin()
  expect(draft.text).toBe('\n\n-- \nAnn\nexample.org')
  const saved = await save(draft.id, draft.revision, { subject: 'Hi', text: 'Hello' })
  expect(await drafts.get({ id: draft.id }, call)).toEqual(saved)
  expect(context.emitted).toContainEqual({ type: 'drafts.changed', draftId: draft.id })
})

test('a save that started from an old state is refused and shows the state as it is', async () => {
  const draft = await begin()
  await save(draft.id, 1, { text: 'first window' })
  await expect(save(draft.id, 1, { text: 'second window' })).rejects.toMatchObject({
    problem: { code: 'conflict', current: { text: 'first window', revision: 2 } },
  })
})

test('two saves at the same moment: one of them is told, none is lost in silence', async () => {
  const draft = await begin()
  const results = await Promise.allSettled([save(draft.id, 1, { text: 'a' }), save(draft.id, 1, { text: 'b' })])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('saving what is there already changes nothing', async () => {
  const draft = await begin({ content: { subject: 'x' } })
  expect((await save(draft.id, 1, { subject: 'x' })).revision).toBe(1)
})

describe('history', () => {
  test('typing keeps a state about every 30 seconds, and a deletion keeps what was there', async () => {
    const draft = await begin()
    let revision = draft.revision
    for (let second = 0; second < 65; second += 1) {
      context.clock.advance(1000)
      revision = (await save(draft.id, revision, { text: 'x'.repeat(second + 1) })).revision
    }
    const typed = await drafts.revisions({ id: draft.id, limit: 50 }, call)
    expect(typed.items).toHaveLength(2)
    const long = await save(draft.id, revision, { text: 'y'.repeat(1000) })
    await save(draft.id, long.revision, { text: '' })
    const [latest] = (await drafts.revisions({ id: draft.id, limit: 50 }, call)).items
    expect(latest?.text).toBe('y'.repeat(1000))
  })

  test('an earlier state can be gone back to, and back again', async () => {
    const draft = await begin()
    const long = await save(draft.id, 1, { text: 'a long text '.repeat(50) })
    await save(draft.id, long.revision, { text: 'gone' })
    const [revision] = (await drafts.revisions({ id: draft.id, limit: 1 }, call)).items
    const restored = await drafts.restore({ id: draft.id, revisionId: revision?.id ?? '' }, call)
    expect(restored.text).toBe(long.text)
    const [replaced] = (await drafts.revisions({ id: draft.id, limit: 1 }, call)).items
    expect(replaced?.text).toBe('gone')
  })

  test('states older than 30 days are dropped, and all of them with the draft', async () => {
    const draft = await begin()
    const one = await save(draft.id, 1, { text: 'x'.repeat(500) })
    context.clock.advance(31 * 24 * 3_600_000)
    await save(draft.id, one.revision, { text: '' })
    const kept = await drafts.revisions({ id: draft.id, limit: 50 }, call)
    expect(kept.items.map(({ text }) => text)).toEqual(['x'.repeat(500)])
    await drafts.remove({ id: draft.id }, call)
    expect(await context.stores.records.count('draftRevision')).toBe(0)
    await expect(drafts.get({ id: draft.id }, call)).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('the draft that was typed in last stands first, page by page', async () => {
  for (const subject of ['a', 'b', 'c', 'd', 'e']) {
    context.clock.advance(1000)
    await begin({ content: { subject } })
  }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await drafts.list({ limit: 2, cursor }, call)
    seen.push(...page.items.map(({ subject }) => subject))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(['e', 'd', 'c', 'b', 'a'])
})

test('a file is attached and taken off beside the typing; one too many is refused and named', async () => {
  const draft = await begin()
  const input = { id: draft.id, name: 'a.txt', type: 'text/plain', bytes: utf8('content'), inline: false }
  const [one] = await Promise.all([drafts.attach(input, call), drafts.attach({ ...input, name: 'b.txt' }, call)])
  await save(draft.id, one.revision, { text: 'typed meanwhile' })
  const both = await drafts.get({ id: draft.id }, call)
  expect(both.attachments.map(({ name }) => name).sort()).toEqual(['a.txt', 'b.txt'])
  const attachmentId = both.attachments[0]?.id ?? ''
  expect((await drafts.attachment({ id: draft.id, attachmentId }, call)).bytes).toEqual(utf8('content'))
  expect((await drafts.detach({ id: draft.id, attachmentId }, call)).attachments).toHaveLength(1)
  const huge = { ...input, name: 'film.mp4', bytes: new Uint8Array(60_000_000) }
  await expect(drafts.attach(huge, call)).rejects.toMatchObject({ problem: { code: 'limit' } })
})

describe('answers and forwards', () => {
  test('an answer has its recipient, subject, quote, signature and threading', async () => {
    const messageId = await receive('Subject: Lunch\r\n\r\nShall we?\r\n')
    const draft = await begin({ origin: { kind: 'reply', messageId } })
    expect(draft.to).toEqual([{ address: 'bo@example.net', label: 'Bo' }])
    expect(draft.subject).toBe('Re: Lunch')
    expect(draft.text).toBe('\n\n-- \nAnn\nexample.org\n\nOn 23 November 2026, Bo wrote:\n> Shall we?\n')
    expect(draft.html).toContain('<blockquote type="cite">Shall we?</blockquote>')
    expect(draft.inReplyTo).toBe('lunch@example.net')
    expect(draft.references).toEqual(['lunch@example.net'])
  })

  const withFile =
    'Subject: Lunch\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nMenu\r\n' +
    '--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=menu.csv\r\n\r\nsoup,5\r\n--b--\r\n'
  const attachments = [{ index: 0, name: 'menu.csv', type: 'text/csv', sizeBytes: 6, contentId: null, inline: false }]

  test('a forward carries the text, who wrote it, and the files', async () => {
    const messageId = await receive(withFile, { attachments })
    const draft = await begin({ origin: { kind: 'forward', messageId } })
    expect(draft.subject).toBe('Fwd: Lunch')
    expect(draft.text).toContain('From: Bo <bo@example.net>')
    expect(draft.text).toContain('Menu')
    expect(draft.attachments.map(({ name, type }) => [name, type])).toEqual([['menu.csv', 'text/csv']])
    expect(draft.inReplyTo).toBeNull()
  })

  test('a forward as an attachment carries the very bytes', async () => {
    const messageId = await receive(withFile, { attachments })
    const draft = await begin({ origin: { kind: 'forward-attached', messageId } })
    const [file] = draft.attachments
    expect(file).toMatchObject({ name: 'Lunch.eml', type: 'message/rfc822' })
    const { bytes } = await drafts.attachment({ id: draft.id, attachmentId: file?.id ?? '' }, call)
    expect(bytes).toEqual(utf8(withFile))
  })

  test('a message whose body has not come can be answered, but not forwarded', async () => {
    const messageId = await receive('', { copies: [], bodyState: 'pending' })
    expect((await begin({ origin: { kind: 'reply', messageId } })).text).toContain('> Shall we')
    await expect(begin({ origin: { kind: 'forward', messageId } })).rejects.toMatchObject({ code: 'offline' })
  })
})

test('without an account, writing says what is missing', async () => {
  await context.stores.commit({ recordRemoves: [{ noun: 'account', id: 'account-1' }] })
  await expect(begin()).rejects.toMatchObject({ problem: { code: 'invalid', field: 'accountId' } })
})
