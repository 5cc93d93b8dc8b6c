import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CoreEvent, SyncStatus, Task } from '../../../core/defs/index.ts'
import { createEvents } from '../../../core/events/index.ts'
import type { Notifications } from '../../../core/notifications/index.ts'
import { silent } from '../../../devtools/fakes/index.ts'
import { startNotifier } from './index.ts'

type Fresh = Extract<CoreEvent, { type: 'messages.added' }>['fresh']

let events: ReturnType<typeof createEvents>
let said: string[]
let notifier: ReturnType<typeof startNotifier>
let failing: boolean
const clock = { nowMs: () => Date.now() }

beforeEach(() => {
  vi.useFakeTimers()
  said = []
  failing = false
  events = createEvents(silent)
  const say = (text: string) => async () => {
    if (failing) throw new Error('The disk is full')
    said.push(text)
  }
  const notifications: Notifications = {
    handlers: { list: never, read: never, dismiss: never },
    newMessages: (fresh) => say(`new ${fresh.map(({ id }) => id).join(' ')}`)(),
    messagesChanged: (ids) => say(`changed ${ids === null ? 'any' : ids.join(' ')}`)(),
    outboxChanged: (id) => say(`outbox ${id}`)(),
    importEnded: ({ state, label }) => say(`import ${state} ${label}`)(),
    syncFailed: ({ address }, { code }) => say(`failed ${address} ${code}`)(),
    syncWell: (id) => say(`well ${id}`)(),
    contactsChanged: (ids) => say(`contacts ${ids === null ? 'any' : ids.join(' ')}`)(),
    advise: (advice) => say(`advise ${advice.join(' ')}`)(),
    sweep: say('sweep'),
  }
  notifier = startNotifier({
    notifications,
    events,
    clock,
    logger: silent,
    addressOf: async (id) => (id === 'gone' ? null : `${id}@example.org`),
    advice: async () => ['secure-account'],
  })
})
afterEach(async () => {
  await notifier.stop()
  vi.useRealTimers()
})

const never = async () => {
  throw new Error('Nobody asks here')
}
const touched = { threadIds: [], mailboxIds: [] }
const add = (...ids: string[]) => {
  const fresh: Fresh = ids.map((id) => ({
    ...{ id, threadId: 't', discussionId: 'd', accountId: 'a', from: 'Ada', subject: 'Hello', importance: 0 },
  }))
  events.emit({ type: 'messages.added', messageIds: ids, ...touched, more: false, fresh })
}
const change = (more: boolean, ...messageIds: string[]) =>
  events.emit({ type: 'messages.changed', messageIds, ...touched, more })
const status = (accountId: string, change: Partial<SyncStatus>) =>
  events.emit({
    type: 'sync.changed',
    status: {
      ...{ accountId, state: 'idle', mailbox: null, done: 0, total: null, rate: null, remainingMs: null },
      ...{ pending: 0, lastSyncMs: 1, problem: null, retryAtMs: null, ...change },
    },
  })
const ended = (kind: Task['kind'], state: Task['state']) =>
  events.emit({
    type: 'tasks.changed',
    task: {
      ...{ id: 't', kind, label: 'old.mbox', accountId: null, state, step: '', done: 1, total: 1, rate: null },
      ...{ remainingMs: null, problem: null, retryAtMs: null, startedAtMs: 0, endedAtMs: 1 },
    },
  })
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

test('the batches of one fetch are told together, once it is quiet', async () => {
  add('a', 'b')
  await settle(1000)
  add('c')
  add()
  await settle(1000)
  expect(said).toEqual([])
  await settle(1000)
  expect(said).toEqual(['new a b c'])
})

test('a fetch without an end is told in between', async () => {
  for (let n = 0; n < 25; n += 1) {
    add(`m${n}`)
    await settle(1000)
  }
  expect(said).toHaveLength(2)
  await settle(2000)
  expect(said.flatMap((text) => text.split(' ').slice(1))).toEqual(Array.from({ length: 25 }, (_, n) => `m${n}`))
})

test('what was read or deleted is looked at in one go, all of it when it was too much to name', async () => {
  change(false, 'a')
  change(false, 'b')
  await settle(2000)
  change(true, 'c')
  await settle(2000)
  expect(said).toEqual(['changed a b', 'changed any'])
})

test('an account is told of when it needs the user, and when it does no more, each once', async () => {
  const problem = (code: 'auth' | 'offline' | 'certificate') => ({
    state: 'error' as const,
    problem: { code, message: '' },
  })
  status('a', problem('offline'))
  status('a', problem('auth'))
  status('a', problem('auth'))
  status('gone', problem('auth'))
  status('a', problem('certificate'))
  status('a', { state: 'syncing' })
  status('a', {})
  status('a', {})
  await settle()
  expect(said).toEqual(['failed a@example.org auth', 'failed a@example.org certificate', 'well a'])
})

test('the outbox, imports and contacts are told of; other tasks and imports under way are not', async () => {
  ended('import', 'running')
  ended('import', 'done')
  ended('import', 'failed')
  ended('sync', 'failed')
  const item = { id: 'o1', state: 'failed' as const, sendAtMs: 0, subject: 'Plans', problem: null }
  events.emit({ type: 'outbox.changed', item })
  events.emit({ type: 'contacts.changed', contactIds: ['c1'], more: false })
  events.emit({ type: 'contacts.changed', contactIds: ['c1'], more: true })
  await settle()
  expect(said).toEqual(['import done old.mbox', 'import failed old.mbox', 'outbox o1', 'contacts c1', 'contacts any'])
})

test('advice is thought of some time after the start, and again from time to time', async () => {
  await settle(5 * 60_000)
  expect(said).toEqual([])
  await settle(24 * 3_600_000)
  expect(said.length).toBeGreaterThan(2)
  expect(new Set(said)).toEqual(new Set(['advise secure-account']))
})

test('what was about to be told is told before the program ends, and nothing after', async () => {
  add('a')
  await notifier.stop()
  expect(said).toEqual(['new a'])
  add('b')
  await settle(10_000)
  expect(said).toEqual(['new a'])
})

test('a notification that cannot be kept does not keep the next one from being made', async () => {
  failing = true
  events.emit({ type: 'contacts.changed', contactIds: ['c1'], more: false })
  await settle()
  failing = false
  events.emit({ type: 'contacts.changed', contactIds: ['c2'], more: false })
  await settle()
  expect(said).toEqual(['contacts c2'])
})
