import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext } from '../../devtools/fakes/index.ts'
import { add, commit, message, noFlags, prepare } from '../../storage/contracts/suite/fixtures.ts'
import type { Contact, CoreEvent, Message, Notification, NotificationSettings, OutboxItem } from '../defs/index.ts'
import { createSettingsManager, readSettings } from '../settings/index.ts'
import { createNotifications, type Notifications } from './index.ts'
import { lifetimes, notificationLimits } from './limits.ts'

const call = { priority: 'interactive' } as const
const dayMs = 24 * 3_600_000

let context: FakeContext
let notifications: Notifications
beforeEach(async () => {
  context = createFakeContext()
  notifications = createNotifications(context)
  await prepare(context.stores)
})

/** Mail that has just come into an inbox, as ingest tells of it. */
async function arrive(count: number, change: Partial<Message> = {}, mailboxId = 'inbox') {
  const messages = Array.from({ length: count }, (_, n) => message(`m${arrived + n}`, arrived + n, change))
  arrived += count
  await add(context.stores, mailboxId, ...messages)
  return messages.map(({ id, threadId, subject, importance }) => ({
    id,
    threadId,
    discussionId: `d-${id}`,
    accountId: 'a',
    from: `Writer of ${id}`,
    subject,
    importance,
  }))
}
let arrived = 0
beforeEach(() => {
  arrived = 0
})

const want = async (set: Partial<NotificationSettings>) => {
  const { notifications: before } = await readSettings(context)
  await createSettingsManager(context).update({ set: { notifications: { ...before, ...set } } }, call)
}
const see = (...ids: string[]) =>
  commit(context.stores, {
    messagePatches: ids.map((id) => ({ id, from: {}, set: { flags: { ...noFlags, seen: true } } })),
  })
const list = async (): Promise<Notification[]> => (await notifications.handlers.list({ limit: 500 }, call)).items
const shown = (): (Notification | null)[] =>
  context.emitted.flatMap((event) => (event.type === 'notifications.changed' ? [event.fresh] : []))
const onDesktop = () => shown().flatMap((each) => (each === null ? [] : [[each.title, each.text]]))

describe('new mail', () => {
  test('is told by sender and subject, and leads to the message', async () => {
    await notifications.newMessages(await arrive(1))
    const goal = { kind: 'message', messageId: 'm0', discussionId: 'd-m0' }
    const told = { kind: 'new-message', title: 'Writer of m0', text: 'Subject of m0', goal, accountId: 'a', count: 1 }
    expect(await list()).toMatchObject([{ ...told, read: false }])
    expect(shown()).toMatchObject([told])
  })

  test('of one fetch is told together when there is much of it, with the messages named while they are few', async () => {
    await notifications.newMessages(await arrive(3))
    expect(await list()).toHaveLength(3)
    await notifications.newMessages(await arrive(5))
    const [batch] = await list()
    expect(batch).toMatchObject({ title: '5 new messages', count: 5, accountId: 'a', goal: { kind: 'none' } })
    expect(batch?.text).toBe('Writer of m7, Writer of m6, Writer of m5 and 2 more')
    expect(batch?.messages?.map(({ messageId }) => messageId)).toEqual(['m7', 'm6', 'm5', 'm4', 'm3'])
    await notifications.newMessages(await arrive(200))
    const [many] = await list()
    expect(many).toMatchObject({ title: '200 new messages', count: 200, messages: [] })
    expect(onDesktop()).toHaveLength(5)
  })

  test('of one discussion leads to it', async () => {
    const fresh = (await arrive(4)).map((each) => ({ ...each, discussionId: 'd' }))
    await notifications.newMessages(fresh)
    expect((await list())[0]?.goal).toEqual({ kind: 'discussion', discussionId: 'd' })
  })

  test.each<[string, () => Promise<unknown>]>([
    ['is not important enough', () => want({ minImportance: 4 })],
    ['came into a muted account', () => want({ mutedAccountIds: ['a'] })],
    ['is not to be told at all', () => want({ enabled: false })],
    ['was read meanwhile', () => see('m0')],
    [
      'was moved away by a rule',
      () =>
        commit(context.stores, {
          membershipRemoves: [{ messageId: 'm0', mailboxId: 'inbox' }],
          membershipAdds: [{ messageId: 'm0', mailboxId: 'archive' }],
        }),
    ],
  ])('that %s is not told', async (_, before) => {
    const fresh = await arrive(1, { importance: 3 })
    await before()
    await notifications.newMessages(fresh)
    expect(await list()).toEqual([])
    expect(shown()).toEqual([])
  })

  test('of the importance that is asked for is told', async () => {
    await want({ minImportance: 3 })
    await notifications.newMessages(await arrive(1, { importance: 3 }))
    expect(await list()).toHaveLength(1)
  })

  test('that was read, archived or deleted elsewhere is not told any longer', async () => {
    await notifications.newMessages(await arrive(2))
    await notifications.newMessages(await arrive(4))
    await see('m0', 'm2')
    await notifications.messagesChanged(['m0', 'm2'])
    expect((await list()).map(({ title }) => title)).toEqual(['4 new messages', 'Writer of m1'])
    await see('m3', 'm4', 'm5')
    await commit(context.stores, { messageRemoves: ['m1'] })
    const before = shown().length
    await notifications.messagesChanged(null)
    expect(await list()).toEqual([])
    expect(shown().slice(before)).toEqual([null])
  })
})

describe('the desktop', () => {
  test('is left alone in quiet hours; the centre has it all', async () => {
    context = createFakeContext()
    notifications = createNotifications(context, { zone: () => 3_600_000 })
    await prepare(context.stores)
    await want({ quietFrom: 10 * 60, quietTo: 11 * 60 }) // the clock of the tests says nine by UTC, ten here
    await notifications.newMessages(await arrive(1))
    expect(shown()).toEqual([null])
    expect(await list()).toHaveLength(1)
    context.clock.advance(3_600_000)
    await notifications.newMessages(await arrive(1))
    expect(onDesktop()).toEqual([['Writer of m1', 'Subject of m1']])
  })

  test('shows neither who nor what when that is private, and the centre does', async () => {
    await want({ preview: 'private', sound: true })
    await notifications.newMessages(await arrive(1))
    await notifications.newMessages(await arrive(4))
    await notifications.syncFailed({ id: 'a', address: 'ann@example.org' }, { code: 'auth', message: 'Refused.' })
    expect(onDesktop()).toEqual([
      ['New message', ''],
      ['4 new messages', ''],
      ['An account needs you', ''],
    ])
    expect(JSON.stringify(shown())).not.toMatch(/Writer|Subject|ann@/)
    expect((await list()).map(({ title }) => title)).toEqual(['ann@example.org', '4 new messages', 'Writer of m0'])
    const sounds = context.emitted.filter((event) => event.type === 'notifications.changed' && event.sound === true)
    expect(sounds).toHaveLength(3)
  })

  test('is not used at all when it is switched off, and what went wrong still stands in the centre', async () => {
    await want({ enabled: false })
    await notifications.syncFailed({ id: 'a', address: 'ann@example.org' }, { code: 'auth', message: 'Refused.' })
    expect(shown()).toEqual([null])
    expect(await list()).toMatchObject([{ kind: 'sync-failed', text: 'Refused.' }])
  })
})

describe('what goes wrong', () => {
  // checked: only what is read of it is given
  const item = (change: Partial<OutboxItem>) => ({ ...failedItem, ...change })
  const failedItem = {
    id: 'o1',
    accountId: 'a',
    state: 'failed',
    sendAtMs: 0,
    attempts: 1,
    messageId: 'x@y',
    subject: 'Plans',
    recipients: [],
    envelopeFrom: 'a@example.org',
    envelopeTo: [],
    blob: 'b',
    draft: null,
    problem: { code: 'refused', message: 'The mailbox is full. Your text is kept.' },
    filed: false,
    createdAtMs: 0,
  } as unknown as OutboxItem
  const putItem = (change: Partial<OutboxItem>) =>
    commit(context.stores, { recordPuts: [{ noun: 'outbox', value: item(change) }] })

  test('a message that was not sent is told until it is on its way again', async () => {
    await putItem({})
    await notifications.outboxChanged('o1')
    await notifications.outboxChanged('o1')
    expect(await list()).toMatchObject([
      {
        kind: 'send-failed',
        title: 'Not sent: Plans',
        text: 'The mailbox is full. Your text is kept.',
        expiresAtMs: null,
      },
    ])
    expect(onDesktop()).toHaveLength(1)
    await putItem({ state: 'waiting' })
    await notifications.outboxChanged('o1')
    expect(await list()).toEqual([])
  })

  test('a failed message that was given up is not told again', async () => {
    await notifications.outboxChanged('o1')
    expect(await list()).toEqual([])
    expect(shown()).toEqual([])
  })

  test('an account that cannot be fetched is told once, anew for another reason, and no more when it can', async () => {
    const account = { id: 'a', address: 'ann@example.org' }
    const auth = { code: 'auth' as const, message: 'The password was refused.' }
    await notifications.syncFailed(account, auth)
    await notifications.syncFailed(account, auth)
    await notifications.syncFailed(account, { code: 'certificate', message: 'Another certificate.' })
    expect(await list()).toMatchObject([{ title: 'ann@example.org', text: 'Another certificate.' }])
    expect(onDesktop()).toHaveLength(2)
    await notifications.syncWell('a')
    expect(await list()).toEqual([])
  })
})

test('an import that has ended is told with what became of it', async () => {
  const task = { id: 't1', state: 'done' as const, label: 'old.mbox', done: 120, problem: null }
  await notifications.importEnded(task)
  await notifications.importEnded({
    ...task,
    id: 't2',
    state: 'failed',
    problem: { code: 'corrupt', message: 'Broken.' },
  })
  expect((await list()).map(({ title, text }) => [title, text])).toEqual([
    ['Not imported to its end: old.mbox', 'Broken.'],
    ['Imported: old.mbox', 'Its messages are in their mailboxes.'],
  ])
})

describe('keys of contacts', () => {
  const keys = (...ids: string[]) => ids.map((id) => ({ id, source: id.startsWith('own') ? 'user' : 'vcard' }))
  const putContact = (...ids: string[]) => {
    const value = {
      ...contactWithout,
      keys: keys(...ids).map((key) => ({ ...wholeKey, ...key })),
    } as unknown as Contact
    return commit(context.stores, { recordPuts: [{ noun: 'contact', value }] })
  }
  const wholeKey = {
    kind: 'openpgp',
    fingerprint: null,
    text: 'key',
    addresses: [],
    createdAtMs: null,
    expiresAtMs: null,
    verified: 'no',
    addedAtMs: 0,
    written: null,
  }
  const name = { full: 'Ada', prefix: '', given: 'Ada', additional: '', family: '', suffix: '' }
  const phonetic = { phoneticGiven: '', phoneticAdditional: '', phoneticFamily: '' }
  // checked: the fields that are read
  const contactWithout = { id: 'c1', name: { ...name, ...phonetic } }
  const looked = async () => {
    await notifications.contactsChanged(['c1'])
    return (await list()).map(({ title }) => title)
  }

  test('a key that takes the place of another is told; the first one, or one entered by hand, is not', async () => {
    await putContact('k1')
    expect(await looked()).toEqual([])
    await putContact('k1', 'own1')
    expect(await looked()).toEqual([])
    await putContact('k2')
    expect(await looked()).toEqual(['The key of Ada has changed'])
    expect(await list()).toMatchObject([{ kind: 'key-changed', goal: { kind: 'contact', contactId: 'c1' } }])
    expect(onDesktop()).toHaveLength(1)
  })

  test('of any contact are looked at when it is not said whose changed', async () => {
    await putContact('k1')
    await notifications.contactsChanged(null)
    await putContact('k2')
    await notifications.contactsChanged(null)
    expect(await list()).toHaveLength(1)
  })
})

describe('advice', () => {
  test('is given once a day at most, the best that was not silenced for good', async () => {
    const advise = () => notifications.advise(['wait-for-answer', 'secure-account', 'show-fewer'])
    await advise()
    await advise()
    const [first] = await list()
    expect(first).toMatchObject({ kind: 'privacy-advice', advice: 'secure-account', goal: { page: 'accounts' } })
    expect(await list()).toHaveLength(1)
    await notifications.handlers.dismiss({ ids: [first?.id ?? ''], forGood: true }, call)
    expect(await list()).toEqual([])
    context.clock.advance(dayMs)
    await advise()
    expect((await list()).map(({ advice }) => advice)).toEqual(['show-fewer'])
    await notifications.handlers.dismiss({ forGood: false }, call)
    context.clock.advance(dayMs)
    await advise()
    expect((await list()).map(({ advice }) => advice)).toEqual(['show-fewer'])
    context.clock.advance(dayMs - 1)
    await advise()
    expect(onDesktop()).toHaveLength(3)
  })

  test('that nobody has words for, or none at all, is not given', async () => {
    await notifications.advise(['wait-for-answer'])
    await notifications.advise([])
    expect(await list()).toEqual([])
  })

  test('alone can be silenced for good', async () => {
    await notifications.newMessages(await arrive(1))
    const [told] = await list()
    await expect(notifications.handlers.dismiss({ ids: [told?.id ?? ''], forGood: true }, call)).rejects.toMatchObject({
      code: 'invalid',
    })
    expect(await list()).toHaveLength(1)
  })
})

describe('the centre', () => {
  test('is read page by page, the latest first, with how many are new', async () => {
    for (let n = 0; n < 5; n += 1) {
      await notifications.newMessages(await arrive(1))
      context.clock.advance(1)
    }
    const first = await notifications.handlers.list({ limit: 3 }, call)
    const second = await notifications.handlers.list({ limit: 3, cursor: first.nextCursor ?? '' }, call)
    const titles = [...first.items, ...second.items].map(({ title }) => title)
    expect(titles).toEqual(['m4', 'm3', 'm2', 'm1', 'm0'].map((id) => `Writer of ${id}`))
    expect([first.unread, second.nextCursor]).toEqual([5, null])
    await notifications.handlers.read({ ids: [first.items[0]?.id ?? ''] }, call)
    expect((await notifications.handlers.list({ limit: 1 }, call)).unread).toBe(4)
    await notifications.handlers.read({}, call)
    expect((await notifications.handlers.list({ limit: 1 }, call)).unread).toBe(0)
    await notifications.handlers.dismiss({ ids: [titles[0] ?? ''], forGood: false }, call)
    expect(await list()).toHaveLength(5)
    await notifications.handlers.dismiss({ forGood: false }, call)
    expect(await list()).toEqual([])
  })

  test.each(Object.entries(lifetimes))('%s stays for %s milliseconds', async (kind, lifetimeMs) => {
    const id = `${'0'.repeat(15)}-x`
    const value = {
      ...{ title: 't', text: '', accountId: null, goal: { kind: 'none' as const }, count: 1, advice: null },
    }
    const createdAtMs = context.clock.nowMs()
    const expiresAtMs = lifetimeMs === null ? null : createdAtMs + lifetimeMs
    // checked: kinds come from the table of lifetimes
    const put = { ...value, id, kind: kind as Notification['kind'], createdAtMs, expiresAtMs, read: false }
    await commit(context.stores, { recordPuts: [{ noun: 'notification', value: put }] })
    context.clock.advance((lifetimeMs ?? 400 * dayMs) - 1)
    await notifications.sweep()
    expect(await list()).toHaveLength(1)
    context.clock.advance(1)
    await notifications.sweep()
    expect(await list()).toHaveLength(lifetimeMs === null ? 1 : 0)
    expect(shown()).toHaveLength(lifetimeMs === null ? 0 : 1)
  })

  test('holds so many and no more: the oldest go', async () => {
    for (let n = 0; n < notificationLimits.kept + 20; n += 1) {
      context.clock.advance(1)
      await notifications.syncFailed({ id: `a${n}`, address: `a${n}@example.org` }, { code: 'auth', message: 'No.' })
    }
    const items = await list()
    expect(items).toHaveLength(notificationLimits.kept)
    expect(items[0]?.title).toBe(`a${notificationLimits.kept + 19}@example.org`)
    expect(await context.stores.records.count('notification')).toBe(notificationLimits.kept)
  })
})

test('hostile words are cut to what a desktop shows', async () => {
  const fresh = (await arrive(1)).map((each): typeof each => ({
    ...each,
    from: 'x'.repeat(5000),
    subject: 'y'.repeat(5000),
  }))
  await notifications.newMessages(fresh)
  const [told] = await list()
  expect([told?.title.length, told?.text.length]).toEqual([
    notificationLimits.titleLength,
    notificationLimits.textLength,
  ])
  expect(shown() satisfies Extract<CoreEvent, { type: 'notifications.changed' }>['fresh'][]).toHaveLength(1)
})
