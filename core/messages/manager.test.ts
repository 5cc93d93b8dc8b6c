import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../devtools/fakes/index.ts'
import type { Mailbox, Message } from '../defs/index.ts'
import { createJournal } from '../journal/index.ts'
import { createMailboxes, type Mailboxes } from '../mailboxes/index.ts'
import { createUndo, type Undo } from '../undo/index.ts'
import {
  createMessageManager,
  flagChange,
  importanceChange,
  type MessageManager,
  mergeChanges,
  tagChange,
} from './index.ts'

const call = { priority: 'interactive' } as const
const one = (...messageIds: string[]) => ({ messageIds, threadIds: [], discussionIds: [] })

const mailbox = (id: string, accountId: string, path: string, role: Mailbox['role']): Mailbox => ({
  id,
  accountId,
  path,
  name: path,
  delimiter: '/',
  role,
  subscribed: true,
  selectable: true,
  sync: null,
})

const message = (id: string, threadId: string): Message =>
  fakeMessage({
    id,
    threadId,
    subject: 'Hello',
    excerpt: 'Hello there',
    messageId: `${id}@example.org`,
    copies: [{ blob: 'b', sizeBytes: 10 }],
  })

let context: FakeContext
let undo: Undo
let manager: MessageManager
let mailboxes: Mailboxes

beforeEach(async () => {
  context = createFakeContext()
  const journal = createJournal(context)
  mailboxes = createMailboxes(context, journal)
  undo = createUndo()
  manager = createMessageManager(context, journal, mailboxes, undo)
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'account', value: fakeAccount({ id: 'local', protocol: 'local', imap: null, smtp: null }) },
      { noun: 'mailbox', value: mailbox('in', 'account-1', 'INBOX', 'inbox') },
      { noun: 'mailbox', value: mailbox('sent', 'account-1', 'Sent', 'sent') },
      { noun: 'mailbox', value: mailbox('bin', 'account-1', 'Trash', 'trash') },
      { noun: 'mailbox', value: mailbox('kept', 'local', 'Kept', null) },
    ],
    messages: [message('m1', 't'), message('m2', 't'), message('m3', 'u')],
    membershipAdds: [
      { mailboxId: 'in', messageId: 'm1' },
      { mailboxId: 'sent', messageId: 'm2' },
      { mailboxId: 'in', messageId: 'm3' },
    ],
  })
})

const journalled = async () =>
  (await context.stores.records.list('journal', { limit: 100 })).items.map(({ action }) => action)
const places = async (id: string) => (await context.stores.messages.get([id]))[0]?.mailboxIds
const flags = async (id: string) => (await context.stores.messages.get([id]))[0]?.flags

describe('flags', () => {
  test('end as they were asked for last, however quickly one follows the other', async () => {
    const set = (seen: boolean) => manager.messages.setFlags({ target: one('m1', 'm3'), set: { seen } }, call)
    await Promise.all([set(true), set(false), set(true), set(false)])
    expect(await flags('m1')).toMatchObject({ seen: false })
    expect(await journalled()).toEqual([
      expect.objectContaining({ messageId: 'm1', add: [], remove: ['\\Seen'] }),
      expect.objectContaining({ messageId: 'm3', add: [], remove: ['\\Seen'] }),
    ])
  })

  test('show here at once and are told to the server later, with the last value only', async () => {
    await manager.messages.setFlags({ target: one('m1'), set: { seen: true } }, call)
    await manager.messages.setFlags({ target: one('m1'), set: { flagged: true } }, call)
    await manager.messages.setFlags({ target: one('m1'), set: { seen: false } }, call)
    expect(await flags('m1')).toMatchObject({ seen: false, flagged: true })
    expect(await journalled()).toEqual([
      { kind: 'flags', messageId: 'm1', mailboxId: 'in', add: ['\\Flagged'], remove: ['\\Seen'] },
    ])
  })

  test('that are like that already change nothing', async () => {
    expect(await manager.messages.setFlags({ target: one('m1'), set: { seen: false } }, call)).toMatchObject({
      changed: 0,
    })
    expect(await journalled()).toEqual([])
  })

  test('of a whole thread are set on every message', async () => {
    const done = await manager.messages.setFlags(
      { target: { messageIds: [], threadIds: ['t'], discussionIds: [] }, set: { seen: true } },
      call,
    )
    expect(done.changed).toBe(2)
    expect(context.emitted.at(-1)).toMatchObject({ type: 'messages.changed', threadIds: ['t'] })
  })
})

describe('moving', () => {
  test('archiving a thread makes the archive if there is none, and leaves what was sent in Sent', async () => {
    await manager.messages.archive({ target: { messageIds: [], threadIds: ['t'], discussionIds: [] } }, call)
    const archive = await mailboxes.ensureRole('account-1', 'archive')
    expect(await places('m1')).toEqual([archive])
    expect(await places('m2')).toEqual(['sent'])
    expect(await journalled()).toEqual([
      { kind: 'mailbox-create', mailboxId: archive, path: 'Archive' },
      { kind: 'move', messageId: 'm1', from: 'in', to: archive },
    ])
  })

  test('deleting goes to the bin first, and deletes what is there already', async () => {
    await manager.messages.remove({ target: one('m1') }, call)
    expect(await places('m1')).toEqual(['bin'])
    await manager.messages.remove({ target: one('m1') }, call)
    expect((await places('m1')) ?? []).toEqual([])
    expect(await journalled()).toEqual([
      { kind: 'move', messageId: 'm1', from: 'in', to: 'bin' },
      { kind: 'delete', messageId: 'm1', mailboxId: 'bin' },
    ])
  })

  test('to another account uploads there and deletes here', async () => {
    await manager.messages.move({ target: one('m1'), mailboxId: 'kept' }, call)
    expect(await places('m1')).toEqual(['kept'])
    await manager.messages.move({ target: one('m1'), mailboxId: 'in' }, call)
    expect(await journalled()).toEqual([
      { kind: 'delete', messageId: 'm1', mailboxId: 'in' },
      { kind: 'append', messageId: 'm1', mailboxId: 'in', flags: [] },
    ])
  })

  test('a message that is gone is said, and nothing changes', async () => {
    await expect(manager.messages.archive({ target: one('nope') }, call)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('undo', () => {
  test('puts every message back where it was, with its flags', async () => {
    const { actionId } = await manager.messages.remove(
      { target: { messageIds: ['m3'], threadIds: ['t'], discussionIds: [] } },
      call,
    )
    await undo.undo(actionId)
    expect([await places('m1'), await places('m2'), await places('m3')]).toEqual([['in'], ['sent'], ['in']])
    const marked = await manager.messages.setFlags({ target: one('m1'), set: { flagged: true } }, call)
    await undo.undo(marked.actionId)
    expect(await flags('m1')).toMatchObject({ flagged: false })
  })

  test('brings back what was deleted from the bin', async () => {
    await manager.messages.remove({ target: one('m1') }, call)
    const { actionId } = await manager.messages.remove({ target: one('m1') }, call)
    await undo.undo(actionId)
    expect(await places('m1')).toEqual(['bin'])
  })

  test('works once', async () => {
    const { actionId } = await manager.messages.remove({ target: one('m1') }, call)
    await undo.undo(actionId)
    await expect(undo.undo(actionId)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('mailboxes', () => {
  test('are made, renamed with what is in them, and deleted without losing a message', async () => {
    const made = await mailboxes.handlers.create({ accountId: 'account-1', path: 'Lists' }, call)
    await mailboxes.handlers.create({ accountId: 'account-1', path: 'Lists/debian' }, call)
    await manager.messages.move({ target: one('m3'), mailboxId: made.id }, call)
    await mailboxes.handlers.rename({ id: made.id, path: 'News' }, call)
    const { items } = await mailboxes.handlers.list({ accountId: 'account-1' }, call)
    expect(items.map(({ path }) => path)).toEqual(expect.arrayContaining(['News', 'News/debian']))
    await mailboxes.handlers.remove({ id: made.id }, call)
    expect(await places('m3')).toEqual(['bin'])
  })

  test('that exist already, or have a special use, are refused in words', async () => {
    await expect(mailboxes.handlers.create({ accountId: 'account-1', path: 'Sent' }, call)).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(mailboxes.handlers.remove({ id: 'in' }, call)).rejects.toMatchObject({ code: 'invalid' })
    await expect(mailboxes.handlers.rename({ id: 'in', path: 'X' }, call)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('tags', () => {
  const tag = (id: string, keyword: string | null) => ({
    noun: 'tag' as const,
    value: {
      id,
      name: id,
      colour: 'grey' as const,
      importance: 0,
      kind: 'user' as const,
      keyword,
      createdAtMs: 0,
    },
  })
  const tagsOf = async (id: string) => (await context.stores.messages.get([id]))[0]?.tagIds

  test('show at once, reach the server as keywords together with flags, and undo takes both back', async () => {
    await context.stores.commit({
      recordPuts: [tag('work', 'Work'), tag('here', null), tag('important', '$Important')],
    })
    const { actionId } = await manager.act(one('m1'), (messages) =>
      mergeChanges(
        messages.flatMap((message) => [
          ...[tagChange(message, ['work', 'here'], [])].filter((change) => change !== null),
          ...[flagChange(message, { seen: true })].filter((change) => change !== null),
        ]),
      ),
    )
    expect(await tagsOf('m1')).toEqual(['here', 'work'])
    expect(await journalled()).toEqual([
      { kind: 'flags', messageId: 'm1', mailboxId: 'in', add: ['\\Seen', 'Work'], remove: [] },
    ])
    await undo.undo(actionId)
    expect([await tagsOf('m1'), await flags('m1')]).toMatchObject([[], { seen: false }])
    expect(await journalled()).toEqual([
      { kind: 'flags', messageId: 'm1', mailboxId: 'in', add: [], remove: ['\\Seen', 'Work'] },
    ])
  })

  test('go along to another account', async () => {
    await context.stores.commit({
      recordPuts: [tag('work', 'Work')],
      tagAdds: [{ messageId: 'm1', tagId: 'work' }],
    })
    await manager.messages.move({ target: one('m1'), mailboxId: 'kept' }, call)
    await manager.messages.move({ target: one('m1'), mailboxId: 'in' }, call)
    expect((await journalled()).at(-1)).toMatchObject({ kind: 'append', flags: ['Work'] })
  })
})

describe('importance set by hand', () => {
  test('stays what it was set to when the message was judged anew meanwhile, and can be taken back', async () => {
    const correct = () =>
      manager.act(one('m1'), (messages) =>
        messages
          .map((message) => importanceChange(message, { correction: 7, importance: 7 }))
          .filter((c) => c !== null),
      )
    const { actionId } = await correct()
    expect((await context.stores.messages.get(['m1']))[0]).toMatchObject({ importance: 7, correction: 7 })
    expect((await correct()).changed).toBe(0)
    await undo.undo(actionId)
    expect((await context.stores.messages.get(['m1']))[0]).toMatchObject({ importance: 0, correction: null })
  })
})
