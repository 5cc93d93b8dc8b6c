import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, encodeBlob, type FakeContext, fakeAccount, fakeReader } from '../../devtools/fakes/index.ts'
import { prepareMail } from '../brokers/email/index.ts'
import type { Mailbox } from '../defs/index.ts'
import type { MailReader } from '../ports.ts'
import { createIngest, type Ingest, type IngestItem, rebuildFromBlobs } from './index.ts'

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

const base = {
  From: 'Anna <anna@example.org>',
  To: 'ben@example.org',
  Subject: 'Plans',
  Date: 'Mon, 2 Nov 2026 10:00:00 +0000',
  'Message-ID': '<plans@example.org>',
}

function raw(headers: Record<string, string> = {}, body = 'See you on Friday.'): Uint8Array {
  const all = Object.entries({ ...base, ...headers }).filter(([, value]) => value !== '')
  return new TextEncoder().encode(`${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}\r\n`)
}
const headOf = (bytes: Uint8Array) => bytes.subarray(0, Buffer.from(bytes).indexOf('\r\n\r\n') + 4)
const lf = (bytes: Uint8Array) => new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll('\r\n', '\n'))

let context: FakeContext
let ingest: Ingest
let uids: number

const item = (bytes: Uint8Array, more: Partial<IngestItem> = {}): IngestItem => ({
  bytes,
  mailboxId: 'inbox',
  uid: ++uids,
  flags: [],
  receivedMs: Date.UTC(2026, 10, 2, 10, 1),
  ...more,
})
const fileItem = (bytes: Uint8Array): IngestItem => {
  const { uid: _, ...rest } = item(bytes)
  return rest
}
const add = async (...items: IngestItem[]) => ingest.add(items, { fresh: false })
const statuses = async (...items: IngestItem[]) => (await add(...items)).map(({ status }) => status)
const all = async () => (await context.stores.messages.list({ view: 'all', limit: 500 })).items

async function freshContext(): Promise<FakeContext> {
  const fresh = createFakeContext({ reader })
  await fresh.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: mailbox('inbox', 'inbox') },
      { noun: 'mailbox', value: mailbox('archive', 'archive') },
      { noun: 'mailbox', value: mailbox('sent', 'sent') },
    ],
  })
  return fresh
}

beforeEach(async () => {
  uids = 0
  context = await freshContext()
  ingest = createIngest(context)
})

describe('a message', () => {
  test('is there with its words, its bytes and its place when ingest answers', async () => {
    const bytes = raw()
    const [outcome] = await add(item(bytes, { flags: ['\\Seen', '$Forwarded'] }))
    expect(outcome).toMatchObject({ status: 'added', problem: null })
    const [message] = await all()
    expect(message).toMatchObject({
      id: outcome?.messageId,
      subject: 'Plans',
      excerpt: 'See you on Friday.',
      bodyState: 'full',
      mailboxIds: ['inbox'],
      flags: { seen: true, forwarded: true, flagged: false },
    })
    expect(await context.stores.blobs.get(message!.copies[0]!.blob)).toEqual(bytes)
    const found = await context.stores.search.match({
      node: { kind: 'tokens', fields: [], tokens: ['friday'], prefix: false },
      sort: 'newest',
      limit: 5,
    })
    expect(found.items).toEqual([message!.id])
    expect(await context.stores.remote.byUids('inbox', [1])).toMatchObject([
      { messageId: message!.id, flags: ['$Forwarded', '\\Seen'] },
    ])
  })

  test('seen twice is kept once, and a new mailbox is noted', async () => {
    const first = item(raw())
    expect(await statuses(first, first)).toEqual(['added', 'duplicate'])
    expect(await statuses(first, item(raw(), { mailboxId: 'archive' }))).toEqual(['duplicate', 'duplicate'])
    const [message, ...others] = await all()
    expect(others).toEqual([])
    expect([...message!.mailboxIds].sort()).toEqual(['archive', 'inbox'])
    expect(message!.copies).toHaveLength(1)
  })

  test('whose headers came first is completed: same id, same thread, found by its text', async () => {
    const bytes = raw({ References: '<root@example.org>' })
    const place = { uid: 7, flags: ['\\Seen'] }
    const [pending] = await add(item(headOf(bytes), { ...place, headersOnly: true, sizeBytes: bytes.length }))
    expect((await all())[0]).toMatchObject({ bodyState: 'pending', sizeBytes: bytes.length, copies: [] })
    const before = (await all())[0]!
    const [done] = await add(item(bytes, place))
    expect(done).toMatchObject({ status: 'completed', messageId: pending?.messageId })
    const [after, ...others] = await all()
    expect(others).toEqual([])
    expect(after).toMatchObject({
      id: before.id,
      threadId: before.threadId,
      bodyState: 'full',
      excerpt: 'See you on Friday.',
    })
    expect(after?.flags.seen).toBe(true)
    expect(await statuses(item(headOf(bytes), { ...place, headersOnly: true }))).toEqual(['duplicate'])
  })

  test('without a Message-ID is completed at its place, and known by its bytes afterwards', async () => {
    const bytes = raw({ 'Message-ID': '' })
    await add(item(headOf(bytes), { uid: 9, headersOnly: true, flags: ['\\Flagged'] }))
    expect(await statuses(item(bytes, { uid: 9, flags: ['\\Flagged'] }))).toEqual(['completed'])
    expect(await statuses(fileItem(lf(bytes)))).not.toContain('added')
    const [message, ...others] = await all()
    expect(others).toEqual([])
    expect(message).toMatchObject({ bodyState: 'full', mailboxIds: ['inbox'], flags: { flagged: true } })
    expect(await context.stores.remote.byUids('inbox', [9])).toMatchObject([{ messageId: message!.id }])
  })

  test('without a Message-ID keeps what was done to it before its body came, for the server to hear of', async () => {
    const bytes = raw({ 'Message-ID': '' })
    await add(item(headOf(bytes), { uid: 9, headersOnly: true }))
    const [pending] = await all()
    const action = { kind: 'move', messageId: pending!.id, from: 'inbox', to: 'archive' } as const
    await context.stores.commit({
      recordInserts: [
        { noun: 'journal', value: { id: 'j', accountId: 'account-1', createdAtMs: 0, attempts: 0, action } },
      ],
      membershipRemoves: [{ mailboxId: 'inbox', messageId: pending!.id }],
      membershipAdds: [{ mailboxId: 'archive', messageId: pending!.id }],
    })
    expect(await statuses(item(bytes, { uid: 9 }))).toEqual(['completed'])
    const [message] = await all()
    expect(message).toMatchObject({ bodyState: 'full', mailboxIds: ['archive'] })
    expect(await context.stores.records.get('journal', 'j')).toMatchObject({
      action: { ...action, messageId: message!.id },
    })
  })

  test.each([['with'], ['without']])(
    '%s a Message-ID, whose bytes were lost, is whole again when they come again',
    async (kind) => {
      const bytes = raw(kind === 'with' ? {} : { 'Message-ID': '' })
      const [{ messageId: id } = { messageId: null }] = await add(item(bytes, { uid: 4 }))
      const before = (await all())[0]!
      await context.stores.commit({
        messagePatches: [{ id: id!, from: {}, set: { copies: [], bodyState: 'pending' } }],
      })
      expect(await statuses(item(bytes, { uid: 4 }))).toEqual(['completed'])
      expect(await all()).toEqual([before])
      expect(await context.stores.remote.byUids('inbox', [4])).toMatchObject([{ messageId: id }])
    },
  )

  test('from an mbox with bare line feeds is the one that the server has', async () => {
    expect(await statuses(item(raw()), fileItem(lf(raw())))).toEqual(['added', 'linked'])
    expect((await all())[0]?.copies).toHaveLength(2)
    expect(await statuses(fileItem(lf(raw())))).toEqual(['duplicate'])
  })

  test('without any date is of the day when its file was written, not of its import', async () => {
    const written = Date.UTC(2019, 4, 1)
    const dateless = (id: string, fileMs: number) => ({
      ...fileItem(raw({ Date: '', 'Message-ID': id })),
      receivedMs: null,
      fileMs,
    })
    await add(dateless('<one@example.org>', written), dateless('<two@example.org>', Date.UTC(1980, 0, 1)))
    expect((await all()).map(({ sortMs }) => sortMs)).toEqual([context.clock.nowMs(), written])
  })

  test('with an absurd date sorts by when it was received, and keeps its own', async () => {
    const received = Date.UTC(2026, 10, 2, 10, 1)
    await add(item(raw({ Date: 'Fri, 1 Jan 2100 00:00:00 +0000' })))
    expect((await all())[0]).toMatchObject({ dateMs: Date.UTC(2100, 0, 1), receivedMs: received, sortMs: received })
  })
})

describe('an import that is done once more', () => {
  const mails = Array.from({ length: 3 }, (_, i) => raw({ 'Message-ID': `<again-${i}@example.org>` }))
  let parsed: number
  const counting = () => {
    parsed = 0
    const prepare: MailReader['prepare'] = (raws, options) => {
      parsed += raws.filter(({ headersOnly }) => !headersOnly).length
      return reader.prepare(raws, options)
    }
    ingest = createIngest({ ...context, reader: { ...reader, prepare } })
  }
  const done = ['duplicate', 'duplicate', 'duplicate']

  test('parses no message again, and notes a new mailbox all the same', async () => {
    counting()
    expect(await statuses(...mails.map(fileItem))).toEqual(['added', 'added', 'added'])
    expect(await statuses(...mails.map(fileItem))).toEqual(done)
    expect(parsed).toBe(6)
    expect(await statuses(...mails.map((bytes) => ({ ...fileItem(bytes), mailboxId: 'archive' })))).toEqual(done)
    expect(parsed).toBe(6)
    expect((await all()).every(({ mailboxIds }) => mailboxIds.includes('archive'))).toBe(true)
    expect(await statuses(fileItem(raw({ 'Message-ID': '<new@example.org>' })), ...mails.map(fileItem))).toEqual([
      'added',
      ...done,
    ])
    expect(parsed).toBe(7)
  })

  test('reads a message after all that was deleted on the way', async () => {
    counting()
    await add(...mails.map(fileItem))
    await add(...mails.map(fileItem))
    const { has } = context.stores.blobs
    const [gone] = await all()
    context.stores.blobs.has = async (hashes) => {
      await context.stores.commit({ messageRemoves: [gone!.id] })
      return has(hashes)
    }
    expect((await statuses(...mails.map(fileItem))).sort()).toEqual(['added', 'duplicate', 'duplicate'])
    expect((await all()).map(({ bodyState }) => bodyState)).toEqual(['full', 'full', 'full'])
    const node = { kind: 'tokens', fields: [], tokens: ['friday'], prefix: false } as const
    expect((await context.stores.search.match({ node, sort: 'newest', limit: 9 })).items).toHaveLength(3)
  })
})

describe('another copy with the same Message-ID', () => {
  const sent = raw()
  const listed = raw(
    { 'List-Id': '<plans.lists.example.org>', Received: 'from x; Mon, 2 Nov 2026 10:02:00 +0000' },
    'See you on Friday.\r\n\r\n________________________________\r\nplans mailing list',
  )

  test('is linked and shown once: the one that came first', async () => {
    expect(await statuses(item(sent, { mailboxId: 'sent', flags: ['\\Seen'] }), item(listed))).toEqual([
      'added',
      'linked',
    ])
    const [message, ...others] = await all()
    expect(others).toEqual([])
    expect(message).toMatchObject({ listId: 'plans.lists.example.org', flags: { seen: true } })
    expect([...message!.mailboxIds].sort()).toEqual(['inbox', 'sent'])
    expect(await context.stores.blobs.get(message!.copies[1]!.blob)).toEqual(listed)
    expect(await statuses(item(listed, { uid: 2 }))).toEqual(['duplicate'])
  })

  test('is linked when both came by their headers first', async () => {
    await add(
      item(headOf(sent), { mailboxId: 'sent', uid: 1, headersOnly: true }),
      item(headOf(listed), { mailboxId: 'inbox', uid: 1, headersOnly: true }),
    )
    expect(await all()).toHaveLength(2)
    expect(await statuses(item(sent, { mailboxId: 'sent', uid: 1 }))).toEqual(['completed'])
    expect(await statuses(item(listed, { mailboxId: 'inbox', uid: 1 }))).toEqual(['linked'])
    const [message, ...others] = await all()
    expect(others).toEqual([])
    expect([...message!.mailboxIds].sort()).toEqual(['inbox', 'sent'])
    expect(await context.stores.remote.byUids('inbox', [1])).toMatchObject([{ messageId: message!.id }])
  })

  test('is linked though the list put itself into From', async () => {
    const munged = raw({
      'List-Id': '<plans.lists.example.org>',
      From: 'Anna via Plans <plans@lists.example.org>',
      'Reply-To': 'anna@example.org',
    })
    expect(await statuses(item(sent), item(munged))).toEqual(['added', 'linked'])
  })

  const mixed = (parts: readonly string[], headers: Record<string, string> = {}) => {
    const type = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=PART' }
    return raw({ ...type, ...headers }, [...parts.map((part) => `--PART\r\n${part}`), '--PART--'].join('\r\n'))
  }
  const words = 'Content-Type: text/plain\r\n\r\nSee you on Friday.'
  const html = 'Content-Type: text/html\r\n\r\n<p>See you on <b>Friday</b>.</p>'
  const file = (name: string, content: string, type = 'application/pdf') =>
    [
      `Content-Type: ${type}; name=${name}`,
      `Content-Disposition: attachment; filename=${name}`,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(content).toString('base64'),
    ].join('\r\n')
  const footer =
    'Content-Type: text/plain\r\nContent-Disposition: inline\r\n\r\nplans mailing list, to leave it write to us'
  const byList = { 'List-Id': '<plans.lists.example.org>' }

  test.each([
    [
      'words at its end',
      raw(),
      raw(byList, 'See you on Friday.\r\n\r\nYou get this because you are on the list plans'),
    ],
    ['a part of text behind HTML', mixed([html]), mixed([html, footer], byList)],
    [
      'a part of text behind a file',
      mixed([words, file('a.pdf', 'A')]),
      mixed([words, file('a.pdf', 'A'), footer], byList),
    ],
    ['a text file', mixed([words]), mixed([words, file('footer.txt', 'plans', 'text/plain')], byList)],
    ['words to a file without any', mixed([file('a.pdf', 'A')]), mixed([file('a.pdf', 'A'), footer], byList)],
  ])('is linked though the list added %s, whichever came first', async (_, own, list) => {
    expect(await statuses(item(own), item(list))).toEqual(['added', 'linked'])
    context = await freshContext()
    ingest = createIngest(context)
    expect(await statuses(item(list), item(own))).toEqual(['added', 'linked'])
  })

  test.each([
    ['another file', mixed([words, file('b.pdf', 'A')])],
    ['a file that says something else at the same length', mixed([words, file('a.pdf', 'B')])],
    ['one file more', mixed([words, file('a.pdf', 'A'), file('b.pdf', 'B')])],
    ['one file more from a list', mixed([words, file('a.pdf', 'A'), file('b.pdf', 'B')], byList)],
    ['no file', mixed([words])],
  ])('but %s is shown as a message of its own, so that no file is hidden', async (_, other) => {
    const own = mixed([words, file('a.pdf', 'A')])
    expect(await statuses(item(own), item(other))).toEqual(['added', 'added'])
    context = await freshContext()
    ingest = createIngest(context)
    expect(await statuses(item(other), item(own))).toEqual(['added', 'added'])
  })

  test('with a text file whose line ends another program changed is linked', async () => {
    const text =
      'Content-Type: text/plain; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\na,b\r\nc,d'
    expect(await statuses(item(mixed([words, text])), fileItem(lf(mixed([words, text]))))).toEqual(['added', 'linked'])
  })

  test.each([
    ['another author', raw({ From: 'mallory@example.net' })],
    ['another date', raw({ Date: 'Mon, 2 Nov 2026 11:00:00 +0000' })],
    ['another text', raw({ 'X-Other': 'header' }, 'Send me your password.')],
    ['another text under the very same headers', raw({}, 'Send me your password.')],
  ])('but %s is shown as a message of its own, in the same thread', async (_, other) => {
    expect(await statuses(item(sent), item(other))).toEqual(['added', 'added'])
    expect(await statuses(fileItem(sent), fileItem(other))).toEqual(['duplicate', 'duplicate'])
    const shown = await all()
    expect(shown).toHaveLength(2)
    expect(new Set(shown.map(({ threadId }) => threadId)).size).toBe(1)
  })
})

describe('what the user did meanwhile', () => {
  test('is not undone by a copy that the server still has', async () => {
    const [added] = await add(item(raw(), { uid: 1 }))
    const messageId = added!.messageId!
    const entry = { accountId: 'account-1', createdAtMs: 0, attempts: 0 }
    await context.stores.commit({
      recordPuts: [
        {
          noun: 'journal',
          value: { ...entry, id: 'j1', action: { kind: 'move', messageId, from: 'inbox', to: 'archive' } },
        },
        {
          noun: 'journal',
          value: {
            ...entry,
            id: 'j2',
            action: { kind: 'flags', messageId, mailboxId: 'archive', add: [], remove: ['\\Seen'] },
          },
        },
      ],
      membershipRemoves: [{ mailboxId: 'inbox', messageId }],
      membershipAdds: [{ mailboxId: 'archive', messageId }],
      remoteClears: ['inbox'],
    })
    expect(await statuses(item(raw(), { uid: 501, flags: ['\\Seen'] }))).toEqual(['duplicate'])
    expect((await all())[0]).toMatchObject({ mailboxIds: ['archive'], flags: { seen: false } })
  })

  test('between reading and writing is kept', async () => {
    const bytes = raw()
    const [pending] = await add(item(headOf(bytes), { uid: 1, headersOnly: true }))
    const id = pending!.messageId!
    const commit = context.stores.commit
    let once = true
    context.stores.commit = async (changes) => {
      if (once) {
        once = false
        await commit({
          messagePatches: [{ id, from: { copies: [] }, set: { copies: [{ blob: 'other', sizeBytes: 1 }] } }],
        })
      }
      return commit(changes)
    }
    await add(item(bytes, { uid: 1 }))
    expect((await all())[0]?.bodyState).toBe('full')
  })
})

describe('a failure', () => {
  test('of one message leaves the others', async () => {
    const commit = context.stores.commit
    context.stores.commit = async (changes) => {
      if (changes.messages?.some(({ subject }) => subject === 'Cursed')) throw new Error('refused')
      return commit(changes)
    }
    const cursed = raw({ Subject: 'Cursed', 'Message-ID': '<cursed@example.org>' })
    const outcomes = await add(item(raw()), item(cursed), item(raw({ 'Message-ID': '<third@example.org>' })))
    expect(outcomes.map(({ status }) => status)).toEqual(['added', 'failed', 'added'])
    expect(outcomes[1]?.problem).toMatchObject({ code: 'internal', details: 'refused' })
  })

  test('for want of its mailbox is told, and the others come in', async () => {
    const lost = item(raw({ 'Message-ID': '<lost@example.org>' }), { mailboxId: 'removed' })
    const outcomes = await add(lost, item(raw()))
    expect(outcomes).toMatchObject([{ status: 'failed', problem: { code: 'not-found' } }, { status: 'added' }])
  })

  test('to read is told for each item, and nothing is thrown', async () => {
    const stop = new AbortController()
    stop.abort()
    const outcomes = await ingest.add([item(raw())], { fresh: false, signal: stop.signal })
    expect(outcomes).toMatchObject([{ status: 'failed', problem: { code: 'cancelled' } }])
  })
})

test('new unread mail in an inbox can be announced, old mail and read mail is not', async () => {
  const other = (n: number) => raw({ 'Message-ID': `<n${n}@example.org>` })
  await ingest.add([item(raw()), item(other(1), { flags: ['\\Seen'] }), item(other(2), { mailboxId: 'archive' })], {
    fresh: true,
  })
  await ingest.add([item(other(3))], { fresh: false })
  const news = context.emitted.flatMap((event) => (event.type === 'messages.added' ? [event.fresh] : []))
  expect(news).toMatchObject([[{ from: 'Anna', subject: 'Plans' }], []])
})

test('messages and memberships end the same whatever the order, the batches and the repetitions', async () => {
  const pool = [
    item(raw(), { uid: 1 }),
    item(headOf(raw()), { uid: 1, headersOnly: true }),
    item(raw(), { mailboxId: 'archive', uid: 1 }),
    item(raw({ 'Message-ID': '<b@example.org>', 'In-Reply-To': '<plans@example.org>' }), { uid: 2 }),
    item(raw({ 'Message-ID': '<c@example.org>', References: '<b@example.org>' }), { uid: 3 }),
    item(raw({ 'Message-ID': '' }, 'No id'), { uid: 4 }),
    item(headOf(raw({ 'Message-ID': '' }, 'No id')), { uid: 4, headersOnly: true }),
  ]
  const essence = async (order: readonly IngestItem[], size: number) => {
    const fresh = await freshContext()
    const into = createIngest(fresh)
    for (let at = 0; at < order.length; at += size) await into.add(order.slice(at, at + size), { fresh: false })
    const { items } = await fresh.stores.messages.list({ view: 'all', limit: 50 })
    return items
      .map(({ id, mailboxIds, bodyState, messageId }) => `${id} ${messageId} ${bodyState} ${[...mailboxIds].sort()}`)
      .sort()
  }
  const expected = await essence(pool, 1)
  expect(expected).toHaveLength(4)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(pool, { minLength: pool.length }),
      fc.array(fc.constantFrom(...pool), { maxLength: 4 }),
      fc.integer({ min: 1, max: 12 }),
      async (order, again, size) => {
        expect(await essence([...order, ...again], size)).toEqual(expected)
      },
    ),
    { numRuns: 40 },
  )
})

/** The list as storage keeps it. */
function lostMessages(places: readonly (readonly [string, ...string[]])[]) {
  const flags = { seen: true, flagged: true, answered: false, forwarded: true, draft: false }
  let left = places.map(([blob, ...mailboxIds]) => ({ blob, mailboxIds, flags }))
  return {
    left: async () => left.length,
    places: async (limit: number) => left.slice(0, limit),
    done: async (blobs: readonly string[]) => {
      left = left.filter(({ blob }) => !blobs.includes(blob))
    },
  }
}

describe('a lost database', () => {
  const rebuilt = async () => {
    const after = await freshContext()
    return { ...after, stores: { ...after.stores, blobs: context.stores.blobs } }
  }
  const placed = async (bytes: Uint8Array, ...mailboxIds: string[]): Promise<readonly [string, ...string[]]> => {
    const blob = encodeBlob(bytes)
    await context.stores.blobs.put([blob])
    return [blob.hash, ...mailboxIds]
  }

  test('comes back from the raw messages into its mailboxes, without what is no message', async () => {
    const lost = lostMessages([
      await placed(raw(), 'inbox', 'sent'),
      await placed(raw({ 'Message-ID': '<second@example.org>' }), 'removed'),
      await placed(new TextEncoder().encode('%PDF-1.7 an attachment of a draft')),
    ])
    const fresh = await rebuilt()
    const progress: number[] = []
    await rebuildFromBlobs(fresh, createIngest(fresh), lost, {
      fallback: async () => 'archive',
      onProgress: ({ done }) => progress.push(done),
    })
    const { items } = await fresh.stores.messages.list({ view: 'all', limit: 10 })
    expect(items.map(({ mailboxIds }) => [...mailboxIds].sort()).sort()).toEqual([['archive'], ['inbox', 'sent']])
    expect(items.every(({ flags }) => flags.flagged && flags.forwarded && !flags.answered)).toBe(true)
    expect(await lost.left()).toBe(0)
    expect(progress).toEqual([3])
  })

  test('that meets a full disk on the way back keeps on its list what did not fit', async () => {
    const lost = lostMessages([await placed(raw(), 'inbox')])
    const fresh = await rebuilt()
    const problem = { code: 'disk-full', message: 'The disk is full.' } as const
    const full: Ingest = { add: async (items) => items.map(() => ({ status: 'failed', messageId: null, problem })) }
    const rebuilding = rebuildFromBlobs(fresh, full, lost, { fallback: async () => 'archive' })
    await expect(rebuilding).rejects.toMatchObject({ code: 'disk-full' })
    expect(await lost.left()).toBe(1)
  })

  test('gives up no message that is refused for a reason of its own', async () => {
    const lost = lostMessages([
      await placed(raw(), 'inbox'),
      await placed(raw({ 'Message-ID': '<cursed@example.org>' }), 'inbox'),
    ])
    const fresh = await rebuilt()
    const ingest = createIngest(fresh)
    const picky: Ingest = {
      add: async (items, options) =>
        (await ingest.add(items, options)).map((outcome, i) =>
          new TextDecoder().decode(items[i]?.bytes).includes('cursed')
            ? { ...outcome, status: 'failed', problem: { code: 'internal', message: 'No.' } }
            : outcome,
        ),
    }
    await rebuildFromBlobs(fresh, picky, lost, { fallback: async () => 'archive' })
    expect(await lost.left()).toBe(1)
  })
})

describe('keywords and labels of the server', () => {
  const tagNames = async (id: string | null | undefined) => {
    const tags = (await context.stores.records.list('tag', { limit: 50 })).items
    const [message] = await context.stores.messages.get([id ?? ''])
    return message?.tagIds.map((tagId) => tags.find((tag) => tag.id === tagId)?.name).sort()
  }

  test('are tags from the moment that the message is here, with its headers and with its body', async () => {
    const bytes = raw()
    const place = { uid: 7, flags: ['$label1', 'travel_plans', '%Receipts', 'NonJunk'] }
    const [pending] = await add(item(headOf(bytes), { ...place, headersOnly: true, sizeBytes: bytes.length }))
    expect(await tagNames(pending?.messageId)).toEqual(['Important', 'Receipts', 'travel plans'])
    const [done] = await add(item(bytes, place))
    expect(await tagNames(done?.messageId)).toEqual(['Important', 'Receipts', 'travel plans'])
    const log = await context.stores.log.since(null, 100)
    expect(log.filter(({ field, kind }) => field === 'tags' && kind === 'add')).toHaveLength(3)
  })

  test('of another copy come on top', async () => {
    const [one] = await add(item(raw(), { flags: ['Work'] }))
    await add(item(raw(), { mailboxId: 'archive', flags: ['Home'] }))
    expect(await tagNames(one?.messageId)).toEqual(['Home', 'Work'])
  })
})
