import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, type FakeContext, fakeAccount, fakeMessage } from '../../devtools/fakes/index.ts'
import type { BulkAction, Mailbox } from '../defs/index.ts'
import { type Core, createCore } from '../index.ts'
import { limits } from './limits.ts'

const call = { priority: 'interactive' } as const
const count = limits.step * 2 + 30
const list = { rows: 'threads' as const, view: 'role:inbox', except: [] }

let context: FakeContext
let core: Core

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
const id = (number: number): string => `m${number}`

beforeEach(async () => {
  context = createFakeContext()
  core = createCore(context, { version: '0', host: 'node', dataDirectory: '/' })
  const numbers = Array.from({ length: count }, (_, at) => at)
  await context.stores.commit({
    recordPuts: [
      { noun: 'account', value: fakeAccount() },
      { noun: 'mailbox', value: mailbox('in', 'inbox') },
      { noun: 'mailbox', value: mailbox('archive', 'archive') },
    ],
    messages: numbers.map((number) =>
      fakeMessage({ id: id(number), threadId: `t${number}`, importance: number % 2 === 0 ? 3 : -5, sortMs: number }),
    ),
    membershipAdds: numbers.map((number) => ({ mailboxId: 'in', messageId: id(number) })),
  })
})

const inMailbox = async (view: string): Promise<number> => {
  const page = await context.stores.messages.list({ view, limit: 500 })
  return page.items.length
}
const run = (action: BulkAction, more = {}) => core.handlers.bulk.run({ list: { ...list, ...more }, action }, call)

describe('a whole list', () => {
  test('is acted on step by step, and one undo takes all of it back', async () => {
    const done = await run({ kind: 'archive' })
    expect(done.changed).toBe(count)
    expect(await inMailbox('mailbox:archive')).toBe(count)
    await core.handlers.actions.undo({ actionId: done.actionId ?? '' }, call)
    expect(await inMailbox('mailbox:in')).toBe(count)
    expect(await inMailbox('mailbox:archive')).toBe(0)
    await expect(core.handlers.actions.undo({ actionId: done.actionId ?? '' }, call)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('is what the filter shows, less what was taken out of the selection', async () => {
    const importance = { min: 0, max: 10 }
    expect(await core.handlers.bulk.count({ ...list, importance }, call)).toEqual({ count: count / 2 })
    const done = await run({ kind: 'flags', set: { seen: true } }, { importance, except: ['t0', 't2'] })
    expect(done.changed).toBe(count / 2 - 2)
    const [first, second] = await context.stores.messages.get([id(0), id(4)])
    expect([first?.flags.seen, second?.flags.seen]).toEqual([false, true])
  })

  test('can be stopped: what was done stays, and is taken back with one undo', async () => {
    const abort = new AbortController()
    const seen: number[] = []
    const done = await core.bulk.run(
      { list: { ...list, except: [] }, action: { kind: 'archive' } },
      {
        signal: abort.signal,
        report: (at) => {
          seen.push(at)
          if (at === limits.step) abort.abort()
        },
      },
    )
    expect(done.changed).toBe(limits.step)
    expect(seen.slice(0, 2)).toEqual([0, limits.step])
    await core.handlers.actions.undo({ actionId: done.actionId ?? '' }, call)
    expect(await inMailbox('mailbox:in')).toBe(count)
  })

  test('that is empty changes nothing, and there is nothing to undo', async () => {
    expect(await run({ kind: 'archive' }, { view: 'role:junk' })).toEqual({ actionId: null, changed: 0 })
  })

  test('says what is wrong, and what was done before can be taken back', async () => {
    await expect(run({ kind: 'move', mailboxId: 'gone' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(run({ kind: 'tag', add: ['gone'], remove: [] })).rejects.toMatchObject({ code: 'not-found' })
    expect(await inMailbox('mailbox:in')).toBe(count)
  })
})
