import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../devtools/fakes/index.ts'
import { fail, type Mailbox, type Message, type Rule, type RuleAction } from '../defs/index.ts'
import { createJournal } from '../journal/index.ts'
import { createMailboxes } from '../mailboxes/index.ts'
import { createMessageManager } from '../messages/index.ts'
import { createSearchManager, searchFields } from '../search/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import { createRules, type Rules } from './index.ts'

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
let rules: Rules
let undo: Undo

beforeEach(async () => {
  context = createFakeContext({
    logger: { debug() {}, info() {}, error() {}, warn: (_, facts) => warnings.push(facts) },
  })
  warnings.length = 0
  const journal = createJournal(context)
  undo = createUndo()
  const messages = createMessageManager(context, journal, createMailboxes(context, journal), undo)
  rules = createRules(context, { messages, undo, search: createSearchManager(context), renew: async () => undefined })
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      ...[
        mailbox('in', 'inbox'),
        mailbox('archive', 'archive'),
        mailbox('lists', null),
        mailbox('junk', 'junk'),
        mailbox('bin', 'trash'),
      ].map((value) => ({ noun: 'mailbox' as const, value })),
      ...['work', 'ads'].map((id) => ({
        noun: 'tag' as const,
        value: {
          id,
          name: id,
          colour: 'grey' as const,
          importance: 0,
          kind: 'user' as const,
          keyword: id,
          createdAtMs: 0,
        },
      })),
    ],
  })
})
const warnings: unknown[] = []

async function store(id: string, from: string, subject: string, change: Partial<Message> = {}, mailboxId = 'in') {
  const participants: Message['participants'] = [{ type: 'from', address: from, label: '' }]
  const message = fakeMessage({
    id,
    subject,
    participants,
    messageId: `${id}@example.org`,
    ...change,
  })
  const search = { messageId: id, ...searchFields({ subject, participants, text: '', attachmentNames: [] }) }
  const result = await context.stores.commit({
    messages: [message],
    search: [search],
    membershipAdds: [{ messageId: id, mailboxId }],
  })
  expect(result).toEqual({ ok: true })
}

const stored = async (id: string) => {
  const [message] = await context.stores.messages.get([id])
  return { ...message, place: message?.mailboxIds.join(' '), tags: message?.tagIds.join(' ') }
}
const make = (query: string, actions: RuleAction[], more: Partial<Rule> = {}) =>
  rules.handlers.create({ name: query, query, actions, ...more }, call)
const tag = (tagId: string): RuleAction => ({ kind: 'tag', tagId })

describe('what arrives', () => {
  test('is treated by the rules that it fits, all of it in one action that can be undone', async () => {
    await make('from:shop', [tag('ads'), { kind: 'archive' }, { kind: 'seen' }, { kind: 'importance', to: -5 }])
    await make('subject:depot', [tag('work')])
    await store('m1', 'shop@example.org', 'Offer')
    await store('m2', 'ada@example.org', 'The depot')
    await store('m3', 'ada@example.org', 'Lunch')
    await rules.arrived(['m1', 'm2', 'm3'])
    expect(await stored('m1')).toMatchObject({
      place: 'archive',
      tags: 'ads',
      importance: -5,
      correction: -5,
      flags: { seen: true },
    })
    expect(await stored('m2')).toMatchObject({ place: 'in', tags: 'work', flags: { seen: false } })
    expect(await stored('m3')).toMatchObject({ place: 'in', tags: '' })
    const journal = (await context.stores.records.list('journal', { limit: 20 })).items.map(({ action }) => action)
    expect(journal).toContainEqual({ kind: 'move', messageId: 'm1', from: 'in', to: 'archive' })
  })

  test('is looked at in the order of the rules, and not any more after one that says stop', async () => {
    const late = await make('from:shop', [tag('ads')])
    const first = await make('subject:invoice', [tag('work')], { stop: true })
    await rules.handlers.reorder({ ids: [first.id, late.id] }, call)
    await store('m1', 'shop@example.org', 'Invoice')
    await store('m2', 'shop@example.org', 'Offer')
    await rules.arrived(['m1', 'm2'])
    expect([(await stored('m1')).tags, (await stored('m2')).tags]).toEqual(['work', 'ads'])
  })

  test('goes where the last of its rules says', async () => {
    await make('from:shop', [{ kind: 'archive' }])
    await make('from:shop', [{ kind: 'move', mailboxId: 'lists' }])
    await store('m1', 'shop@example.org', 'Offer')
    await rules.arrived(['m1'])
    expect((await stored('m1')).place).toBe('lists')
  })

  test('a rule that cannot be read any more is reported and passed over, the others do their work', async () => {
    await make('tag:work from:shop', [{ kind: 'archive' }])
    await make('from:shop', [tag('ads')])
    await context.stores.commit({ recordRemoves: [{ noun: 'tag', id: 'work' }] })
    await store('m1', 'shop@example.org', 'Offer')
    await rules.arrived(['m1'])
    expect(await stored('m1')).toMatchObject({ place: 'in', tags: 'ads' })
    expect(warnings).toEqual([expect.objectContaining({ details: 'There is no tag “work”.' })])
    const { items } = await rules.handlers.list({}, call)
    expect(items.map(({ problem }) => problem)).toEqual(['There is no tag “work”.', null])
  })

  test('a rule whose mailbox is gone does the rest of what it does', async () => {
    await make('from:shop', [tag('ads'), { kind: 'move', mailboxId: 'gone' }])
    await store('m1', 'shop@example.org', 'Offer')
    await rules.arrived(['m1'])
    expect(await stored('m1')).toMatchObject({ place: 'in', tags: 'ads' })
  })

  test('is not told of when a rule says so', async () => {
    await make('from:shop', [{ kind: 'never-notify' }])
    await store('m1', 'shop@example.org', 'Offer')
    await store('m2', 'ada@example.org', 'Lunch')
    await rules.arrived(['m1', 'm2'])
    expect([rules.isMuted('m1'), rules.isMuted('m2')]).toEqual([true, false])
  })

  test('whose body comes later is looked at again for its words, and not treated twice', async () => {
    await make('from:shop', [{ kind: 'importance', to: -2 }])
    await make('body:bargain', [tag('ads')])
    await store('m1', 'shop@example.org', 'Offer', { bodyState: 'pending' })
    await rules.arrived(['m1'])
    expect(await stored('m1')).toMatchObject({ correction: -2, tags: '' })
    const search = searchFields({ subject: 'Offer', participants: [], text: 'a bargain', attachmentNames: [] })
    await context.stores.commit({
      messagePatches: [{ id: 'm1', from: {}, set: { bodyState: 'full', correction: 3, importance: 3 } }],
      search: [{ messageId: 'm1', ...search }],
    })
    await rules.changed(['m1'])
    expect(await stored('m1')).toMatchObject({ correction: 3, tags: 'ads' })
    await context.stores.commit({ tagRemoves: [{ messageId: 'm1', tagId: 'ads' }] })
    await rules.changed(null)
    expect((await stored('m1')).tags).toBe('')
  })

  test('is left alone by rules that are switched off', async () => {
    await make('from:shop', [tag('ads')], { enabled: false })
    await store('m1', 'shop@example.org', 'Offer')
    await rules.arrived(['m1'])
    expect((await stored('m1')).tags).toBe('')
  })
})

describe('a rule', () => {
  test('whose words are not understood is refused, with what is wrong', async () => {
    await expect(make('tag:nope', [])).rejects.toMatchObject({
      code: 'invalid',
      message: 'This cannot be a rule as it stands. There is no tag “nope”.',
    })
    await expect(make('  ', [])).rejects.toMatchObject({ code: 'invalid' })
    await expect(rules.handlers.preview({ query: 'before:someday' }, call)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is changed from the state that the user saw, or not at all', async () => {
    const { id } = await make('from:shop', [tag('ads')])
    await rules.handlers.update({ id, from: { enabled: true }, set: { enabled: false } }, call)
    await expect(
      rules.handlers.update({ id, from: { enabled: true }, set: { stop: true } }, call),
    ).rejects.toMatchObject({ code: 'conflict' })
    await rules.handlers.remove({ id }, call)
    expect((await rules.handlers.list({}, call)).items).toEqual([])
  })

  test('shows what it would fit: not junk, the newest first', async () => {
    for (let i = 0; i < 60; i += 1) await store(`m${i}`, 'shop@example.org', 'Offer', { sortMs: i * 1000 })
    await store('spam', 'shop@example.org', 'Offer', {}, 'junk')
    const preview = await rules.handlers.preview({ query: 'from:shop' }, call)
    expect(preview).toMatchObject({ count: 60, more: false })
    expect([preview.messageIds.length, preview.messageIds[0]]).toEqual([50, 'm59'])
  })

  test('done to what is here reaches all of it, although what it does changes what fits, and is undone at once', async () => {
    for (let i = 0; i < 1_100; i += 1) await store(`m${i}`, 'shop@example.org', 'Offer')
    await store('other', 'ada@example.org', 'Lunch')
    const { id } = await make('is:unread from:shop', [{ kind: 'seen' }, tag('ads'), { kind: 'archive' }])
    const steps: [number, number][] = []
    const { actionId, changed } = await rules.run(id, { report: (done, total) => steps.push([done, total]) })
    expect([changed, steps]).toEqual([
      1_100,
      [
        [0, 1_100],
        [500, 1_100],
        [1_000, 1_100],
        [1_100, 1_100],
      ],
    ])
    expect(await stored('m1099')).toMatchObject({ place: 'archive', tags: 'ads', flags: { seen: true } })
    expect(await stored('other')).toMatchObject({ place: 'in', flags: { seen: false } })
    await undo.undo(actionId ?? '')
    expect(await stored('m0')).toMatchObject({ place: 'in', tags: '', flags: { seen: false } })
    expect(await stored('m1099')).toMatchObject({ place: 'in', tags: '', flags: { seen: false } })
  })

  test('that is stopped leaves what it has done, to be undone', async () => {
    for (let i = 0; i < 600; i += 1) await store(`m${i}`, 'shop@example.org', 'Offer')
    const { id } = await make('from:shop', [tag('ads')])
    const stop = new AbortController()
    const report = (done: number) => (done > 0 ? stop.abort() : undefined)
    const { changed } = await rules.run(id, { signal: stop.signal, report })
    expect(changed).toBe(500)
  })

  test('that fits nothing changes nothing', async () => {
    const { id } = await make('from:nobody', [tag('ads')])
    expect(await rules.handlers.run({ id }, call)).toEqual({ actionId: null, changed: 0 })
  })
})

describe('the server’s own filters', () => {
  test('are shown beside the rules; a server that does not tell is named', async () => {
    const other = fakeAccount({ id: 'account-2' })
    await context.stores.commit({ recordPuts: [{ noun: 'account', value: other }] })
    const script = { name: 'main', active: true, text: 'keep;' }
    const readSieve = async ({ id }: { readonly id: string }) => {
      if (id === 'account-2') throw fail('unsupported', 'Nothing there tells of filters.')
      return [script]
    }
    const journal = createJournal(context)
    const messages = createMessageManager(context, journal, createMailboxes(context, journal), undo)
    const { handlers } = createRules(
      { ...context, outside: { ...context.outside, readSieve } },
      { messages, undo, search: createSearchManager(context), renew: async () => undefined },
    )
    expect(await handlers.server({}, call)).toEqual({
      items: [{ accountId: 'account-1', ...script }],
      problems: [{ accountId: 'account-2', message: 'Nothing there tells of filters.' }],
    })
  })
})

describe('a sender who is blocked', () => {
  test('writes to the junk mailbox from now on, whatever other rules say, until it is undone', async () => {
    await make('from:shop', [tag('ads'), { kind: 'archive' }])
    const { actionId, ruleId } = await rules.handlers.block({ address: 'Shop@Example.org', to: 'junk' }, call)
    const [first] = (await rules.handlers.list({}, call)).items
    expect(first).toMatchObject({ id: ruleId, name: 'shop@example.org', stop: true, problem: null })
    await store('m1', 'shop@example.org', 'Offer')
    await store('m2', 'workshop@example.org', 'No offer')
    await rules.arrived(['m1', 'm2'])
    expect(await stored('m1')).toMatchObject({ place: 'junk', tags: '' })
    expect(await stored('m2')).toMatchObject({ place: 'in' })
    await undo.undo(actionId)
    expect((await rules.handlers.list({}, call)).items.map(({ id }) => id)).not.toContain(ruleId)
  })

  test('is blocked once, and its mail goes into the bin where that was asked for', async () => {
    const one = await rules.handlers.block({ address: '"odd name"@example.org', to: 'bin' }, call)
    const other = await rules.handlers.block({ address: '"odd name"@example.org', to: 'bin' }, call)
    expect(other.ruleId).toBe(one.ruleId)
    await undo.undo(other.actionId)
    expect((await rules.handlers.list({}, call)).items).toHaveLength(1)
    const plain = await rules.handlers.block({ address: 'bad@example.org', to: 'bin' }, call)
    await store('m3', 'bad@example.org', 'Again')
    await rules.arrived(['m3'])
    expect(await stored('m3')).toMatchObject({ place: 'bin' })
    await undo.undo(plain.actionId)
  })
})
