import { beforeEach, describe, expect, test } from 'vitest'
import {
  createFakeContext,
  type FakeContext,
  fakeAccount,
  fakeContact,
  fakeEmail,
  fakeMessage,
} from '../../devtools/fakes/index.ts'
import { type Core, createCore } from '../core.ts'
import type { MailboxRole, Participant } from '../defs/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { isMachine } from './collectable.ts'
import { type ContactManager, createContactManager } from './index.ts'

const call = { priority: 'interactive' } as const
const me = 'me@home.example'
const day = 86_400_000
let context: FakeContext
let undo: Undo
let contacts: ContactManager
let made = 0

beforeEach(async () => {
  context = createFakeContext()
  undo = createUndo()
  contacts = createContactManager(context, { undo })
  made = 0
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount({ address: me }) },
      ...(['inbox', 'sent', 'junk', 'trash'] as const).map((role) => ({
        noun: 'mailbox' as const,
        value: mailbox(role),
      })),
    ],
  })
})

const mailbox = (role: MailboxRole) => ({
  id: role,
  accountId: 'account-1',
  path: role,
  name: role,
  delimiter: '/',
  role,
  subscribed: true,
  selectable: true,
  sync: null,
})
const person = (type: Participant['type'], text: string): Participant => {
  const [, label = '', address = text] = /^(.*?) ?<(.+)>$/.exec(text) ?? []
  return { type, label, address }
}

interface Mail {
  from: string
  to?: string[]
  cc?: string[]
  at?: number
  list?: string
  answered?: boolean
  draft?: boolean
  in?: MailboxRole
}

/** As ingest stores it: own by its author, in a set of its addresses. */
async function mail({
  from,
  to = [],
  cc = [],
  at = 0,
  list,
  answered = false,
  draft = false,
  in: place,
}: Mail): Promise<string> {
  made++
  const id = `m${String(made).padStart(5, '0')}`
  const participants = [
    person('from', from),
    ...to.map((one) => person('to', one)),
    ...cc.map((one) => person('cc', one)),
  ]
  const own = participants[0]?.address.toLowerCase() === me
  const addresses = [...new Set(participants.map(({ address }) => address.toLowerCase()))].sort()
  const setId = `set ${list ?? addresses.join()}`
  const ms = context.clock.nowMs() - at
  const message = fakeMessage({
    id,
    dateMs: ms,
    receivedMs: ms,
    sortMs: ms,
    subject: id,
    participants,
    messageId: `${id}@x.example`,
    listId: list ?? null,
    flags: { seen: true, flagged: false, answered, forwarded: false, draft },
    participantSetId: setId,
    own,
  })
  await context.stores.commit({
    participantSets: [
      {
        id: setId,
        addresses: list === undefined ? addresses : [],
        listId: list ?? null,
        circularBy: null,
        threadId: null,
        discussionId: setId,
      },
    ],
    messages: [message],
    membershipAdds: [{ mailboxId: place ?? (own ? 'sent' : 'inbox'), messageId: id }],
    search: [{ messageId: id, subject: id, from: '', to: '', cc: '', body: '', files: '' }],
  })
  return id
}

const put = (...given: ReturnType<typeof fakeContact>[]) =>
  context.stores.commit({ recordPuts: given.map((value) => ({ noun: 'contact', value })) })
const suggested = async (text: string, limit = 8) =>
  (await contacts.handlers.suggest({ text, limit }, call)).items.map(({ addresses }) => addresses.join())
const collected = async () =>
  (await contacts.handlers.list({ limit: 100, confirmed: false }, call)).items.map(({ displayName, address }) =>
    displayName === address ? displayName : `${displayName} <${address}>`,
  )

describe('whom the user may mean', () => {
  test('are those written to often and lately, before those written to once or long ago', async () => {
    for (let i = 0; i < 30; i++) await mail({ from: me, to: ['Anna Old <anna.old@x.example>'], at: 900 * day + i })
    for (let i = 0; i < 4; i++) await mail({ from: me, to: ['Anna Often <anna.often@x.example>'], at: 3 * day + i })
    await mail({ from: me, to: ['Anna Once <anna.once@x.example>'], at: day })
    await put(fakeContact({ id: 'k', name: { full: 'Anna Known' }, emails: [fakeEmail('anna.known@x.example')] }))
    expect(await suggested('anna')).toEqual([
      'anna.often@x.example',
      'anna.once@x.example',
      'anna.old@x.example',
      'anna.known@x.example',
    ])
    expect(await suggested('', 2)).toEqual(['anna.often@x.example', 'anna.once@x.example'])
  })

  test('are found by any word of the name, the address, a nickname or the firm, without accents', async () => {
    await put(
      fakeContact({
        id: 'k',
        name: { full: 'Zuzana Kováčová' },
        nicknames: ['Zuzka'],
        emails: [fakeEmail('zk@archiv.example')],
        organisations: [{ name: 'Mestský archív', department: '', title: '', role: '', written: {} }],
      }),
    )
    for (const text of ['zuz', 'kovacova', 'zuzka', 'mestsky', 'zk@arch', 'archiv zuzana', 'KOV']) {
      expect(await suggested(text)).toEqual(['zk@archiv.example'])
    }
    expect(await suggested('vacova')).toEqual([])
  })

  test('several addresses of one person come with the one that is written to first', async () => {
    await put(
      fakeContact({
        id: 'k',
        name: { full: 'Bo' },
        emails: [fakeEmail('bo@home.example'), fakeEmail('bo@work.example')],
      }),
    )
    await mail({ from: me, to: ['bo@work.example'] })
    expect(await suggested('bo')).toEqual(['bo@work.example', 'bo@home.example'])
    expect((await contacts.handlers.suggest({ text: 'bo', limit: 1 }, call)).items).toMatchObject([
      { name: 'Bo', contactId: 'k', confirmed: true, written: 1, group: false },
    ])
  })

  test('never the user; people who only wrote to the user when nobody else fits', async () => {
    const core = createCore(context, { version: '0', host: 'node', dataDirectory: '/' })
    await mail({ from: 'Stranger <str@y.example>', to: [me] })
    const found = async (text: string) =>
      (await core.handlers.contacts.suggest({ text, limit: 8 }, call)).items.map(({ name }) => name)
    expect(await found('me')).toEqual([])
    expect(await found('stran')).toEqual(['Stranger'])
    expect(await found('nobody')).toEqual([])
  })
})

describe('the exchange with a contact', () => {
  test('is counted by month, mail of others to both left out', async () => {
    await put(
      fakeContact({ id: 'k', name: { full: 'Bo' }, emails: [fakeEmail('Bo@x.example'), fakeEmail('bo2@x.example')] }),
    )
    await mail({ from: me, to: ['bo@x.example'] })
    await mail({ from: 'bo2@x.example', to: [me] })
    await mail({ from: 'bo@x.example', to: [me], at: 40 * day })
    await mail({ from: 'third@x.example', to: [me, 'bo@x.example'] })
    await mail({ from: 'bo@x.example', to: [me], at: 4000 * day })
    expect(await contacts.handlers.exchange({ id: 'k' }, call)).toEqual({
      months: [
        { month: '2026-10', sent: 0, received: 1 },
        { month: '2026-11', sent: 1, received: 1 },
      ],
      sent: 1,
      received: 2,
      more: false,
      lastMs: context.clock.nowMs(),
    })
    await expect(contacts.handlers.exchange({ id: 'gone' }, call)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('contacts that collect themselves', () => {
  const collect = (...ids: string[]) => contacts.collector.collect(ids)

  test('are those that the user wrote to and those that were answered, with their names', async () => {
    const ids = [
      await mail({ from: me, to: ['"Ana  Márquez" <Ana@museo.example>'], cc: ['bo@x.example', me] }),
      await mail({ from: 'Cy <cy@x.example>', to: [me], answered: true }),
      await mail({ from: 'Di <di@x.example>', to: [me] }),
    ]
    expect(await collect(...ids)).toBe(3)
    expect(await collected()).toEqual(['Ana Márquez <Ana@museo.example>', 'bo@x.example', 'Cy <cy@x.example>'])
    expect(await collect(...ids)).toBe(0)
  })

  test('are never from lists, junk, drafts, mail to many, or addresses that nobody reads', async () => {
    const many = Array.from({ length: 31 }, (_, i) => `p${i}@x.example`)
    await context.stores.commit({
      recordPuts: [{ noun: 'postingAddress', value: { id: 'list@x.example', listId: 'list.x' } }],
    })
    await collect(
      await mail({ from: me, to: ['l1@x.example'], list: 'l1.x.example' }),
      await mail({ from: 'spam@x.example', to: [me], answered: true, in: 'junk' }),
      await mail({ from: me, to: ['bin@x.example'], in: 'trash' }),
      await mail({ from: me, to: ['draft@x.example'], draft: true }),
      await mail({ from: me, to: many }),
      await mail({
        from: me,
        to: ['no-reply@x.example', 'list@x.example', 'not an address', 'reply+abc123@hub.example'],
      }),
    )
    expect(await collected()).toEqual([])
  })

  test('do not come again when the user deleted them, unless that is undone', async () => {
    const id = await mail({ from: me, to: ['ana@x.example'] })
    await collect(id)
    const [ana] = (await contacts.handlers.list({ limit: 1, text: 'ana' }, call)).items
    const { actionId } = await contacts.handlers.remove({ ids: [ana?.id ?? ''] }, call)
    expect(await collect(id, await mail({ from: me, to: ['ANA@x.example'] }))).toBe(0)
    await undo.undo(actionId)
    expect(await collected()).toEqual(['ana@x.example'])
  })

  test('are the same on two devices, and not made where a contact has the address', async () => {
    const id = await mail({ from: me, to: ['ana@x.example', 'bo@x.example'] })
    await put(fakeContact({ id: 'k', name: { full: 'Bo' }, emails: [fakeEmail('BO@x.example')] }))
    await collect(id)
    const other = createContactManager(createFakeContext({ stores: context.stores }), { undo })
    const ids = async (manager: ContactManager) =>
      (await manager.handlers.list({ limit: 10, confirmed: false }, call)).items.map((one) => one.id)
    expect(await ids(contacts)).toEqual([context.hash('contact\nana@x.example').slice(0, 26)])
    expect(await ids(other)).toEqual(await ids(contacts))
  })

  test('come with the mail as it arrives', async () => {
    contacts.collector.notice([
      {
        id: 'm00001',
        participants: [person('from', me), person('to', 'ana@x.example')],
        flags: { seen: true, flagged: false, answered: false, forwarded: false, draft: false },
        listId: null,
      },
    ])
    const id = await mail({ from: me, to: ['Ana <ana@x.example>'] })
    const other = await mail({ from: me, to: ['unnoticed@x.example'] })
    context.events.emit({
      type: 'messages.added',
      messageIds: [id, other],
      threadIds: [],
      mailboxIds: [],
      more: false,
      fresh: [],
    })
    await contacts.collector.settled()
    expect(await collected()).toEqual(['Ana <ana@x.example>'])
  })

  test('are found in stored mail too, going on where it was stopped, and again for a new own address', async () => {
    for (let i = 0; i < 1200; i++) await mail({ from: i % 3 ? 'x@x.example' : me, to: [`p${i}@x.example`] })
    const { stored } = contacts.collector
    expect(await stored.needed()).toBe(true)
    const stop = new AbortController()
    const seen: number[] = []
    await expect(
      stored.run(stop.signal, ({ done }) => {
        seen.push(done)
        stop.abort()
      }),
    ).rejects.toThrow()
    expect(seen).toEqual([500])
    await stored.run(new AbortController().signal, ({ done }) => seen.push(done))
    expect(seen).toEqual([500, 500, 700])
    expect(await stored.needed()).toBe(false)
    expect((await contacts.handlers.list({ limit: 1, confirmed: false }, call)).total).toBe(400)
    await context.stores.commit({
      recordPuts: [{ noun: 'account', value: fakeAccount({ id: 'a2', address: 'x@x.example' }) }],
    })
    context.events.emit({ type: 'accounts.changed' })
    await expect.poll(() => stored.needed()).toBe(true)
    await stored.run(new AbortController().signal, () => {})
    expect((await contacts.handlers.list({ limit: 1, confirmed: false }, call)).total).toBe(1200)
  })

  test.each([
    ['noreply@x.example', true],
    ['no-reply+abc@x.example', true],
    ['bounce+123=me@x.example', true],
    ['dev-request@lists.example', true],
    ['MAILER-DAEMON@x.example', true],
    ['notifications@hub.example', true],
    ['ana.noreplys@x.example', false],
    ['replyman@x.example', false],
    ['owner@x.example', false],
    ['ana@noreply.example', false],
  ])('%s is read by nobody: %s', (address, expected) => {
    expect(isMachine(address)).toBe(expected)
  })
})

test('a search with a person finds the mail of all addresses of that contact', async () => {
  const core: Core = createCore(context, { version: '0', host: 'node', dataDirectory: '/' })
  await put(
    fakeContact({
      id: 'k',
      name: { full: 'Bo Ek' },
      emails: [fakeEmail('bo@x.example'), fakeEmail('ek@work.example')],
    }),
  )
  const ids = [await mail({ from: 'bo@x.example', to: [me] }), await mail({ from: me, to: ['ek@work.example'] })]
  await mail({ from: 'other@x.example', to: [me] })
  for (const query of ['with:bo', 'with:"Bo Ek"', 'with:ek@work.example']) {
    const page = await core.handlers.search.messages({ query, typing: false, sort: 'newest', limit: 10 }, call)
    expect(page.items.map(({ message }) => message.id).toSorted()).toEqual(ids)
  }
})
