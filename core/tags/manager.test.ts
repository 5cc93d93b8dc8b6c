import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../devtools/fakes/index.ts'
import type { Handlers, Mailbox, Message, Operations, Rule } from '../defs/index.ts'
import { createJournal } from '../journal/index.ts'
import { createKeywordTags } from '../keywords/index.ts'
import { createMailboxes } from '../mailboxes/index.ts'
import { createMessageManager } from '../messages/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { createTagManager } from './index.ts'

const call = { priority: 'interactive' } as const
const one = (...messageIds: string[]) => ({ messageIds, threadIds: [], discussionIds: [] })

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

const message = (id: string, from = 'ada@example.org', change: Partial<Message> = {}): Message =>
  fakeMessage({
    id,
    threadId: `thread-${id}`,
    subject: 'Hello',
    participants: [{ type: 'from', address: from, label: '' }],
    messageId: `${id}@example.org`,
    participantSetId: `set-${from}`,
    ...change,
  })

let context: FakeContext
let tags: Handlers<Operations['tags']>
let undo: Undo
let renewed: string[]

beforeEach(async () => {
  context = createFakeContext()
  const journal = createJournal(context)
  undo = createUndo()
  renewed = []
  const messages = createMessageManager(context, journal, createMailboxes(context, journal), undo)
  const renew = async (ids: readonly string[]) => void renewed.push(...ids)
  tags = createTagManager(context, { keywords: createKeywordTags(context), messages, undo, renew })
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: inbox },
    ],
  })
})

async function store(...messages: Message[]) {
  const addresses = [...new Set(messages.map(({ participants }) => participants[0]?.address ?? ''))]
  const result = await context.stores.commit({
    messages,
    search: messages.map(({ id }) => ({ messageId: id, subject: '', from: '', to: '', cc: '', body: '', files: '' })),
    membershipAdds: messages.map(({ id }) => ({ messageId: id, mailboxId: 'in' })),
    participantSets: addresses.map((address) => ({
      id: `set-${address}`,
      addresses: [address],
      listId: null,
      circularBy: null,
      threadId: null,
      discussionId: address,
    })),
  })
  expect(result).toEqual({ ok: true })
}
const tagsOf = async (id: string) => (await context.stores.messages.get([id]))[0]?.tagIds
const journalled = async () =>
  (await context.stores.records.list('journal', { limit: 100 })).items.map(({ action }) => action)

const rule = (change: Partial<Rule>): Rule => ({
  id: 'rule',
  name: 'Rule',
  query: 'from:ada',
  actions: [],
  stop: false,
  enabled: true,
  order: 0,
  createdAtMs: 0,
  ...change,
})

describe('a tag', () => {
  test('has a keyword that servers take, and “Important” is there from the start', async () => {
    const made = await tags.create({ name: '  Travel plans ' }, call)
    expect(made).toMatchObject({ name: 'Travel plans', kind: 'user', keyword: 'Travel_plans', importance: 0 })
    expect((await tags.list({}, call)).items.map(({ name, kind, importance }) => [name, kind, importance])).toEqual([
      ['Important', 'system', 5],
      ['Travel plans', 'user', 0],
    ])
  })

  test('of a name that is there already is refused, whatever its case', async () => {
    await tags.create({ name: 'Work' }, call)
    const { id } = await tags.create({ name: 'Home' }, call)
    await expect(tags.create({ name: 'WORK' }, call)).rejects.toMatchObject({ code: 'conflict' })
    await expect(tags.update({ id, from: {}, set: { name: 'work' } }, call)).rejects.toMatchObject({ code: 'conflict' })
    await expect(tags.create({ name: '   ' }, call)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is changed from the state that the user saw, or not at all', async () => {
    const { id } = await tags.create({ name: 'Work', colour: 'red' }, call)
    const changed = await tags.update({ id, from: { colour: 'red' }, set: { colour: 'blue' } }, call)
    expect(changed).toMatchObject({ name: 'Work', colour: 'blue' })
    await expect(tags.update({ id, from: { colour: 'red' }, set: { colour: 'green' } }, call)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('that gets another name is asked for by it in rules; one that gets another worth moves its messages', async () => {
    await store(message('m1'))
    const { id } = await tags.create({ name: 'Work' }, call)
    await tags.apply({ target: one('m1'), add: [id], remove: [] }, call)
    await context.stores.commit({ recordPuts: [{ noun: 'rule', value: rule({ query: 'tag:work from:ada' }) }] })
    renewed = []
    await tags.update({ id, from: {}, set: { name: 'Paid work', importance: 4 } }, call)
    expect(await context.stores.records.get('rule', 'rule')).toMatchObject({ query: 'tag:"Paid work" from:ada' })
    await expect.poll(() => renewed).toEqual(['m1'])
  })
})

describe('tagging', () => {
  test('is seen at once, counted, told to the server, and undone', async () => {
    await store(message('m1'), message('m2'))
    const { id } = await tags.create({ name: 'Work' }, call)
    const { actionId, changed } = await tags.apply({ target: one('m1', 'm2'), add: [id], remove: [] }, call)
    expect([changed, await tagsOf('m1'), renewed]).toEqual([2, [id], ['m1', 'm2']])
    expect((await tags.list({}, call)).items.find((tag) => tag.id === id)).toMatchObject({ messages: 2, unread: 2 })
    expect(await journalled()).toContainEqual({
      kind: 'flags',
      messageId: 'm1',
      mailboxId: 'in',
      add: ['Work'],
      remove: [],
    })
    await undo.undo(actionId)
    expect(await tagsOf('m1')).toEqual([])
    expect(await journalled()).toContainEqual(expect.objectContaining({ messageId: 'm1', add: [], remove: ['Work'] }))
  })

  test('with a tag that is gone changes nothing', async () => {
    await store(message('m1'))
    await expect(tags.apply({ target: one('m1'), add: ['nope'], remove: [] }, call)).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await tagsOf('m1')).toEqual([])
  })
})

describe('deleting a tag', () => {
  test('takes it off messages, their servers and rules, and undo brings all of it back', async () => {
    await store(message('m1'), message('m2'))
    const { id } = await tags.create({ name: 'Work' }, call)
    await tags.apply({ target: one('m1', 'm2'), add: [id], remove: [] }, call)
    const only = rule({ id: 'only', actions: [{ kind: 'tag', tagId: id }] })
    const both = rule({ id: 'both', actions: [{ kind: 'tag', tagId: id }, { kind: 'archive' }] })
    await context.stores.commit({ recordPuts: [only, both].map((value) => ({ noun: 'rule', value })) })

    const { actionId, changed } = await tags.remove({ id }, call)
    expect([changed, await tagsOf('m1'), await tagsOf('m2')]).toEqual([2, [], []])
    expect((await tags.list({}, call)).items.map(({ name }) => name)).toEqual(['Important'])
    expect(await context.stores.records.get('rule', 'only')).toMatchObject({ actions: [], enabled: false })
    expect(await context.stores.records.get('rule', 'both')).toMatchObject({
      actions: [{ kind: 'archive' }],
      enabled: true,
    })
    expect(await journalled()).toContainEqual(expect.objectContaining({ messageId: 'm2', add: [], remove: ['Work'] }))

    await undo.undo(actionId)
    expect([await tagsOf('m1'), await tagsOf('m2')]).toEqual([[id], [id]])
    expect(await context.stores.records.get('rule', 'only')).toEqual(only)
    expect(await context.stores.records.get('rule', 'both')).toEqual(both)
  })

  test('of the program is refused', async () => {
    await expect(tags.remove({ id: 'important' }, call)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a suggestion', () => {
  test('says from which of the user’s own tagging it comes, and tags nothing', async () => {
    await store(...['m1', 'm2', 'm3', 'm4'].map((id) => message(id)), message('other', 'bob@example.org'))
    const { id } = await tags.create({ name: 'Work' }, call)
    await tags.apply({ target: one('m1', 'm2'), add: [id], remove: [] }, call)
    expect((await tags.suggest({ messageId: 'm4' }, call)).items).toEqual([
      { tagId: id, because: '2 of the last 3 messages with ada@example.org have it.' },
    ])
    expect(await tagsOf('m4')).toEqual([])
    expect((await tags.suggest({ messageId: 'm1' }, call)).items).toEqual([])
    expect((await tags.suggest({ messageId: 'other' }, call)).items).toEqual([])
  })

  test('comes from the thread first', async () => {
    await store(message('m1'), message('m2', 'bob@example.org', { threadId: 'thread-m1' }))
    const { id } = await tags.create({ name: 'Work' }, call)
    await tags.apply({ target: one('m1'), add: [id], remove: [] }, call)
    expect((await tags.suggest({ messageId: 'm2' }, call)).items).toEqual([
      { tagId: id, because: 'Other messages of this thread have it.' },
    ])
  })
})

describe('keywords of servers', () => {
  test('become imported tags, once, whoever brings them', async () => {
    const keywords = createKeywordTags(context)
    const lists = [
      ['\\Seen', 'travel_plans'],
      ['$label2', '$Forwarded'],
      ['Travel_Plans', '%Receipts', '$label1'],
    ]
    const [one, other] = await Promise.all([keywords.ofFlags(lists), keywords.ofFlags(lists)])
    expect(one).toEqual(other)
    expect(one?.[2]).toContain('important')
    const { items } = await tags.list({}, call)
    expect(items.map(({ name, kind }) => [name, kind])).toEqual([
      ['Important', 'system'],
      ['Receipts', 'imported'],
      ['travel plans', 'imported'],
      ['Work', 'imported'],
    ])
  })
})
