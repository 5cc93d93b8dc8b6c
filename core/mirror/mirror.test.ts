import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../devtools/fakes/index.ts'
import type { JournalEntry, Mailbox, Message } from '../defs/index.ts'
import { createMirror, type Mirror, type ServerMailbox } from './index.ts'

const accountId = 'account-1'
const box = (id: string, path: string, more: Partial<Mailbox> = {}): Mailbox => ({
  id,
  accountId,
  path,
  name: path.split('/').at(-1) ?? path,
  delimiter: '/',
  role: path === 'INBOX' ? 'inbox' : null,
  subscribed: true,
  selectable: true,
  sync: { uidValidity: `v-${id}`, uidNext: 100, highestModSeq: '5', oldestFetchedUid: 1, total: 3 },
  ...more,
})
const listed = (path: string, more: Partial<ServerMailbox> = {}): ServerMailbox => ({
  path,
  name: path.split('/').at(-1) ?? path,
  delimiter: '/',
  role: path === 'INBOX' ? 'inbox' : null,
  subscribed: true,
  selectable: true,
  status: { uidValidity: 'new', uidNext: 1, total: 0 },
  ...more,
})
const flags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false }
const mail = (id: string): Message =>
  fakeMessage({
    id,
    threadId: `t-${id}`,
    dateMs: 1,
    receivedMs: 1,
    sortMs: 1,
    subject: id,
    messageId: `${id}@x`,
    sizeBytes: 1,
    copies: [{ blob: 'b', sizeBytes: 1 }],
    flags,
  })

let context: FakeContext
let mirror: Mirror
let entries = 0

beforeEach(async () => {
  context = createFakeContext()
  mirror = createMirror(context)
  const remote = (mailboxId: string, uid: number, messageId: string) => ({ mailboxId, uid, messageId, flags: [] })
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount({ id: accountId }) },
      { noun: 'mailbox', value: box('in', 'INBOX') },
      { noun: 'mailbox', value: box('work', 'Work') },
    ],
    messages: [mail('a'), mail('b'), mail('c')],
    membershipAdds: [
      { mailboxId: 'in', messageId: 'a' },
      { mailboxId: 'in', messageId: 'b' },
      { mailboxId: 'work', messageId: 'b' },
      { mailboxId: 'work', messageId: 'c' },
    ],
    remotePuts: [remote('in', 1, 'a'), remote('in', 2, 'b'), remote('work', 1, 'b'), remote('work', 2, 'c')],
  })
})

const pending = (action: JournalEntry['action']) => {
  entries += 1
  const value = { id: `e${entries}`, accountId, createdAtMs: 0, attempts: 0, action }
  return context.stores.commit({ recordPuts: [{ noun: 'journal', value }] })
}
const places = async (id: string) => (await context.stores.messages.get([id]))[0]?.mailboxIds
const paths = async () => (await mirror.mailboxes(accountId)).map(({ path }) => path).sort()

describe('what is gone on the server', () => {
  test('leaves its mailbox, and goes when it is nowhere else', async () => {
    await mirror.applyVanished('in', [1, 2, 99])
    expect(await places('a')).toBeUndefined()
    expect(await places('b')).toEqual(['work'])
    expect(await mirror.count('in')).toBe(0)
    expect(context.emitted.map(({ type }) => type)).toEqual(['messages.changed', 'messages.removed'])
    const log = await context.stores.log.since(null, 10)
    expect(log.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['remove b', 'delete a'])
  })

  test('stays here when the person moved it elsewhere, or another copy is in the same mailbox', async () => {
    await context.stores.commit({
      membershipRemoves: [{ mailboxId: 'in', messageId: 'a' }],
      membershipAdds: [{ mailboxId: 'work', messageId: 'a' }],
      remotePuts: [{ mailboxId: 'in', uid: 7, messageId: 'b', flags: [] }],
    })
    await pending({ kind: 'move', messageId: 'a', from: 'in', to: 'work' })
    await mirror.applyVanished('in', [1, 2])
    expect(await places('a')).toEqual(['work'])
    expect(await places('b')).toEqual(['in', 'work'])
  })

  test('is kept while its upload is on the way', async () => {
    await pending({ kind: 'append', messageId: 'c', mailboxId: 'work', flags: [] })
    await mirror.applyVanished('work', [2])
    expect(await places('c')).toEqual(['work'])
  })
})

describe('flags', () => {
  test('of the server are taken over, those on their way to it are kept', async () => {
    await pending({ kind: 'flags', messageId: 'a', mailboxId: 'in', add: ['\\Flagged'], remove: [] })
    const flagged = { ...flags, flagged: true }
    await context.stores.commit({ messagePatches: [{ id: 'a', from: {}, set: { flags: flagged } }] })
    await mirror.applyFlags('in', [
      { uid: 1, flags: ['\\Seen'] },
      { uid: 50, flags: ['\\Seen'] },
    ])
    const [message] = await context.stores.messages.get(['a'])
    expect(message?.flags).toEqual({ ...flagged, seen: true })
    expect((await mirror.copies('in', 0, 1))[0]?.flags).toEqual(['\\Seen'])
    expect(context.emitted).toHaveLength(1)
    await mirror.applyFlags('in', [{ uid: 1, flags: ['\\Seen'] }])
    expect(context.emitted).toHaveLength(1)
  })
})

describe('keywords of the server', () => {
  const tagsOf = async (id: string) => {
    const tags = (await context.stores.records.list('tag', { limit: 50 })).items
    const [message] = await context.stores.messages.get([id])
    return message?.tagIds.map((tagId) => tags.find((tag) => tag.id === tagId)?.name).sort()
  }

  test('set by another program are tags here, and go again when it takes them off', async () => {
    await mirror.applyFlags('in', [{ uid: 1, flags: ['$label1', '\\Seen', 'travel_plans'] }])
    expect(await tagsOf('a')).toEqual(['Important', 'travel plans'])
    expect(context.emitted.at(-1)).toMatchObject({ type: 'messages.changed', messageIds: ['a'] })
    await mirror.applyFlags('in', [{ uid: 1, flags: ['travel_plans'] }])
    expect(await tagsOf('a')).toEqual(['travel plans'])
    const log = (await context.stores.log.since(null, 50)).filter(({ field }) => field === 'tags')
    expect(log.map(({ kind }) => kind)).toEqual(['add', 'add', 'remove'])
  })

  test('are left alone while a change of our own is on its way', async () => {
    await mirror.applyFlags('in', [{ uid: 1, flags: ['Work'] }])
    const tagId = (await context.stores.messages.get(['a']))[0]?.tagIds[0] ?? ''
    await context.stores.commit({ tagRemoves: [{ messageId: 'a', tagId }] })
    await pending({ kind: 'flags', messageId: 'a', mailboxId: 'in', add: [], remove: ['Work'] })
    await mirror.applyFlags('in', [{ uid: 1, flags: ['Work', 'Other'] }])
    expect(await tagsOf('a')).toEqual(['Other'])
  })

  test('that a server does not keep take no tag off when its messages are listed again', async () => {
    await mirror.applyFlags('in', [{ uid: 1, flags: ['Work'] }])
    await context.stores.commit({ remotePuts: [{ mailboxId: 'in', uid: 1, messageId: 'a', flags: ['Home'] }] })
    await mirror.settle('in', ['a'])
    expect(await tagsOf('a')).toEqual(['Home', 'Work'])
  })
})

describe('the list of mailboxes', () => {
  test('gains what is new and tells what is gone', async () => {
    const { gone, here } = await mirror.reconcileMailboxes(accountId, [
      listed('INBOX'),
      listed('Sent', { role: 'sent' }),
    ])
    expect(gone.map(({ id }) => id)).toEqual(['work'])
    expect(here.get('Sent')).toMatchObject({ role: 'sent', sync: null })
    await mirror.removeMailbox('work')
    expect(await paths()).toEqual(['INBOX', 'Sent'])
    expect(await places('b')).toEqual(['in'])
    expect(await places('c')).toBeUndefined()
  })

  test('follows a rename by UIDVALIDITY, unless there is doubt', async () => {
    const moved = (path: string) => listed(path, { status: { uidValidity: 'v-work', uidNext: 101, total: 3 } })
    const first = await mirror.reconcileMailboxes(accountId, [listed('INBOX'), moved('Done/Work')])
    expect(first.here.get('Done/Work')?.id).toBe('work')
    expect(first.gone).toEqual([])
    const second = await mirror.reconcileMailboxes(accountId, [listed('INBOX'), moved('One'), moved('Two')])
    expect(second.gone.map(({ id }) => id)).toEqual(['work'])
  })

  test('keeps what the server has still to be told', async () => {
    await context.stores.commit({
      recordPuts: [{ noun: 'mailbox', value: box('made', 'Made', { sync: null }) }],
      recordPatches: [{ noun: 'mailbox', id: 'work', from: { path: 'Work' }, set: { path: 'Office' } }],
    })
    await pending({ kind: 'mailbox-create', mailboxId: 'made', path: 'Made' })
    await pending({ kind: 'mailbox-rename', mailboxId: 'work', from: 'Work', to: 'Office' })
    await pending({ kind: 'mailbox-delete', mailboxId: 'old', path: 'Old' })
    const { gone, here } = await mirror.reconcileMailboxes(accountId, [listed('INBOX'), listed('Work'), listed('Old')])
    expect(gone).toEqual([])
    expect(here.get('Work')?.id).toBe('work')
    expect(await paths()).toEqual(['INBOX', 'Made', 'Office'])
  })

  test('is not believed without an inbox', async () => {
    expect((await mirror.reconcileMailboxes(accountId, [])).gone).toEqual([])
  })

  test('a mailbox that something is on its way into is not removed', async () => {
    await pending({ kind: 'move', messageId: 'a', from: 'in', to: 'work' })
    await mirror.removeMailbox('work')
    expect(await paths()).toEqual(['INBOX', 'Work'])
  })
})

describe('progress', () => {
  test('begins anew with another UIDVALIDITY: the UIDs are forgotten, the messages stay', async () => {
    const server = { uidValidity: 'other', uidNext: 4, total: 2, highestModSeq: null }
    const { renewed, sync } = await mirror.begin('in', server)
    expect(renewed).toBe(true)
    expect(sync).toEqual({ uidValidity: 'other', uidNext: 4, highestModSeq: null, oldestFetchedUid: 4, total: 2 })
    expect(await mirror.count('in')).toBe(0)
    expect(await places('a')).toEqual(['in'])
    expect((await mirror.begin('in', server)).renewed).toBe(false)
    await context.stores.commit({ remotePuts: [{ mailboxId: 'in', uid: 1, messageId: 'a', flags: [] }] })
    await mirror.sweep('in', true)
    expect(await places('a')).toEqual(['in'])
    expect(await places('b')).toEqual(['work'])
  })

  test('what the person moved out does not come back when it is listed again', async () => {
    await pending({ kind: 'move', messageId: 'b', from: 'in', to: 'work' })
    await mirror.settle('in', ['b'])
    expect(await places('b')).toEqual(['work'])
  })
})

describe('what a server refuses for good', () => {
  test('is taken back here: a moved message returns to where the server has it', async () => {
    await context.stores.commit({
      membershipRemoves: [{ mailboxId: 'in', messageId: 'a' }],
      membershipAdds: [{ mailboxId: 'work', messageId: 'a' }],
    })
    await pending({ kind: 'move', messageId: 'a', from: 'in', to: 'work' })
    const [entry] = await mirror.ledger.entries(accountId)
    if (entry === undefined) throw new Error('no entry')
    expect(await mirror.ledger.postpone(entry)).toBe(1)
    await mirror.ledger.giveUp(entry)
    expect(await places('a')).toEqual(['in'])
    expect(await mirror.pendingActions(accountId)).toBe(0)
  })
})
