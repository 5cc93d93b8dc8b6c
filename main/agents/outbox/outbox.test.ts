import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMailComposer } from '../../../core/brokers/email/compose.ts'
import { fail, type OutboxItem, outbox as operations } from '../../../core/defs/index.ts'
import type { Outbox } from '../../../core/index.ts'
import { createJournal } from '../../../core/journal/index.ts'
import { createMailboxes } from '../../../core/mailboxes/index.ts'
import { createMessageManager } from '../../../core/messages/index.ts'
import { createOutboxManager } from '../../../core/outbox/index.ts'
import { createUndo } from '../../../core/undo/index.ts'
import { createFakeContext, createFakeIngest, type FakeContext, fakeAccount } from '../../../devtools/fakes/index.ts'
import { openTestNetwork } from '../../../devtools/rig/index.ts'
import type { SendResult, sendMail } from '../../protocols/smtp/index.ts'
import { createScheduler, type Scheduler } from '../scheduler/index.ts'
import { createOutboxAgent, type OutboxAgent, type OutboxAgentDependencies } from './index.ts'

const call = { priority: 'interactive' } as const
const sent: SendResult = { kind: 'sent', rejected: [] }
const offline: SendResult = { kind: 'later', problem: fail('offline', 'No network.').problem }

let context: FakeContext
let outbox: Outbox
let scheduler: Scheduler
let agent: OutboxAgent
let attempts: string[]
let answer: (subject: string, options: Parameters<typeof sendMail>[2]) => Promise<SendResult>

beforeEach(async () => {
  context = createFakeContext({ composer: createMailComposer() })
  const journal = createJournal(context)
  const mailboxes = createMailboxes(context, journal)
  const { messages } = createMessageManager(context, journal, mailboxes, createUndo())
  outbox = createOutboxManager(context, { ingest: createFakeIngest(context), journal, mailboxes, messages })
  scheduler = createScheduler(context)
  for (const id of ['account-1', 'account-2']) {
    await context.stores.commit({ recordPuts: [{ noun: 'account', value: fakeAccount({ id }) }] })
  }
  attempts = []
  answer = async (_, { onHandingOver }) => {
    await onHandingOver()
    return sent
  }
  agent = begin()
})
afterEach(async () => {
  await agent.stop()
  await scheduler.stop()
})

function begin(more: Partial<OutboxAgentDependencies> = {}): OutboxAgent {
  const send: typeof sendMail = (_, mail, options) => {
    const subject = /^Subject: (.*)$/m.exec(new TextDecoder().decode(mail.bytes))?.[1]?.trim() ?? ''
    attempts.push(subject)
    return answer(subject, options)
  }
  return createOutboxAgent({ ...context, outbox, scheduler, send, network: openTestNetwork().network, ...more })
}

async function write(subject: string, more: { accountId?: string; sendAtMs?: number } = {}): Promise<OutboxItem> {
  const { accountId = 'account-1', sendAtMs } = more
  const to = [{ address: 'bo@example.net', label: '' }]
  const input = { content: { accountId, to, subject, text: 'Hi' }, sendAtMs }
  return outbox.handlers.compose(operations.compose.input.parse(input), call)
}

async function until(item: OutboxItem, condition: (now: OutboxItem) => boolean): Promise<OutboxItem> {
  for (;;) {
    const now = await outbox.handlers.get({ id: item.id }, call)
    if (condition(now)) return now
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

test('what is due leaves by itself and its copy is filed; what is for later stays', async () => {
  await agent.start()
  const [now, later] = [await write('now'), await write('later', { sendAtMs: context.clock.nowMs() + 3_600_000 })]
  expect(await until(now, ({ filed }) => filed)).toMatchObject({ state: 'sent' })
  expect((await outbox.handlers.get({ id: later.id }, call)).state).toBe('waiting')
  context.clock.advance(3_600_000)
  await agent.wake()
  await until(later, ({ filed }) => filed)
  expect(attempts).toEqual(['now', 'later'])
})

test('what should have left while the computer slept an hour leaves when it wakes', async () => {
  const item = await write('late', { sendAtMs: context.clock.nowMs() + 1000 })
  context.clock.advance(3_600_000)
  await agent.start()
  expect(await until(item, ({ filed }) => filed)).toMatchObject({ attempts: 1 })
})

test('after a longer sleep it asks instead; what waits beside it leaves', async () => {
  const item = await write('good morning', { sendAtMs: context.clock.nowMs() + 1000 })
  context.clock.advance(86_400_000)
  const other = await write('now')
  await agent.start()
  await until(other, ({ filed }) => filed)
  expect(await until(item, ({ state }) => state === 'late')).toMatchObject({ attempts: 0 })
  expect(attempts).toEqual(['now'])
  await outbox.handlers.retry({ id: item.id }, call)
  await until(item, ({ filed }) => filed)
})

test('one at a time an account, in the order of their hour, and accounts do not wait for each other', async () => {
  let running = 0
  let most = 0
  let release: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  answer = async (subject, { onHandingOver }) => {
    running += 1
    most = Math.max(most, running)
    if (subject === 'one') await gate
    await onHandingOver()
    running -= 1
    return sent
  }
  const items = [await write('one'), await write('two'), await write('other', { accountId: 'account-2' })]
  await agent.start()
  await until(items[2]!, ({ filed }) => filed)
  release()
  for (const item of items) await until(item, ({ filed }) => filed)
  expect(attempts.filter((subject) => subject !== 'other')).toEqual(['one', 'two'])
  expect(most).toBe(2)
})

test('without a network the account waits, longer each time, and all leave when it is back', async () => {
  answer = async () => offline
  const items = [await write('one'), await write('two')]
  await agent.start()
  const one = await until(items[0]!, ({ problem, state }) => problem !== null && state === 'waiting')
  expect(one.sendAtMs).toBeGreaterThan(context.clock.nowMs())
  expect(attempts).toEqual(['one'])
  answer = async (_, { onHandingOver }) => {
    await onHandingOver()
    return sent
  }
  await agent.wake()
  for (const item of items) await until(item, ({ filed }) => filed)
  expect(attempts).toEqual(['one', 'one', 'two'])
})

test('a refused message fails with the words of the server, and the next one leaves', async () => {
  const problem = fail('refused', 'It said: “550 no”.').problem
  answer = async (subject) => (subject === 'bad' ? { kind: 'refused', problem } : sent)
  const [bad, good] = [await write('bad'), await write('good')]
  await agent.start()
  expect(await until(bad, ({ state }) => state === 'failed')).toMatchObject({ problem })
  await until(good, ({ filed }) => filed)
})

describe('in doubt', () => {
  const breaking = async (_: string, { onHandingOver }: Parameters<typeof sendMail>[2]): Promise<SendResult> => {
    await onHandingOver()
    return { kind: 'unknown', problem: fail('offline', 'Broken.').problem }
  }

  test('a connection that broke at the last moment is not tried again, and says what to check', async () => {
    answer = breaking
    const item = await write('doubtful')
    await agent.start()
    const after = await until(item, ({ state }) => state === 'failed')
    expect(after.problem?.message).toContain('may have been sent')
    expect(attempts).toEqual(['doubtful'])
  })

  test('a server that holds it among the sent ones settles it', async () => {
    answer = breaking
    const item = await write('certain')
    agent = begin({ findSent: async (_, messageId) => messageId === item.messageId })
    await agent.start()
    await until(item, ({ filed }) => filed)
    expect(attempts).toEqual(['certain'])
  })

  test('what a kill left before the end of the text is sent once', async () => {
    const item = await write('killed')
    await outbox.begin(item.id)
    await agent.start()
    await until(item, ({ filed }) => filed)
    expect(attempts).toEqual(['killed'])
  })
})

test('stopping lets a server finish taking a message, and breaks off one that it has not got', async () => {
  let handedOver: () => void = () => undefined
  const moment = new Promise<void>((resolve) => {
    handedOver = resolve
  })
  answer = async (subject, { onHandingOver, signal }) => {
    if (subject === 'going') {
      await onHandingOver()
      handedOver()
      await new Promise((resolve) => setTimeout(resolve, 50))
      return sent
    }
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
    return { kind: 'later', problem: fail('cancelled', 'Stopped.').problem }
  }
  const [going, other] = [await write('going'), await write('other', { accountId: 'account-2' })]
  await agent.start()
  await moment
  await agent.stop()
  expect((await outbox.handlers.get({ id: going.id }, call)).state).toBe('sent')
  expect((await outbox.handlers.get({ id: other.id }, call)).state).toBe('waiting')
})

test('a locked keychain holds the account up, not the program', async () => {
  const locked = { ...context.credentials, get: async () => Promise.reject(fail('locked', 'Locked.')) }
  Object.assign(context.credentials, locked)
  const item = await write('locked')
  await agent.start()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect((await outbox.handlers.get({ id: item.id }, call)).state).toBe('waiting')
  expect(attempts).toEqual([])
})
