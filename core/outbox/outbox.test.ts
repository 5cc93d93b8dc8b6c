import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeContext, createFakeIngest, type FakeContext, fakeAccount } from '../../devtools/fakes/index.ts'
import { createMailComposer } from '../brokers/email/compose.ts'
import { drafts as draftOperations, fail, outbox as operations } from '../defs/index.ts'
import { createDraftManager } from '../drafts/index.ts'
import { createJournal } from '../journal/index.ts'
import { createMailboxes } from '../mailboxes/index.ts'
import { createMessageManager } from '../messages/index.ts'
import { createUndo } from '../undo/index.ts'
import { createOutboxManager, filesItself, type Outbox } from './index.ts'

const call = { priority: 'interactive' } as const

let context: FakeContext
let outbox: Outbox
let inbox: string
let drafts: ReturnType<typeof createDraftManager>

async function begin(account = fakeAccount()) {
  context = createFakeContext({ composer: createMailComposer() })
  const journal = createJournal(context)
  const mailboxes = createMailboxes(context, journal)
  const { messages } = createMessageManager(context, journal, mailboxes, createUndo())
  drafts = createDraftManager(context)
  outbox = createOutboxManager(context, { ingest: createFakeIngest(context), journal, mailboxes, messages })
  await context.stores.commit({ recordPuts: [{ noun: 'account', value: account }] })
  inbox = await mailboxes.ensureRole(account.id, 'inbox')
  context.secrets.set(account.id, 'secret')
}
beforeEach(() => begin())

async function write(content: object = {}, origin?: object) {
  const to = [{ address: 'bo@example.net', label: 'Bo' }]
  const input = {
    content: { to, subject: 'Hello', text: 'Hi', ...content },
    ...(origin === undefined ? {} : { origin }),
  }
  return drafts.create(draftOperations.create.input.parse(input), call)
}
const send = (draftId: string, more: object = {}) => outbox.handlers.send({ draftId, ...more }, call)
const journal = async () => (await context.stores.records.list('journal', { limit: 100 })).items
const problem = fail('offline', 'No network.').problem

/** as the agent does it, with a server that takes everything */
async function leave(id: string, rejected: { address: string; words: string }[] = []) {
  const departure = await outbox.begin(id)
  if (departure === null) return null
  await outbox.handingOver(id)
  await outbox.finish(id, { kind: 'sent', rejected })
  return outbox.fileSent(id)
}

test('a message waits for the undo time of the settings, then it is due', async () => {
  const item = await send((await write()).id)
  expect(item).toMatchObject({
    state: 'waiting',
    sendAtMs: context.clock.nowMs() + 10_000,
    envelopeTo: ['bo@example.net'],
  })
  expect(item.messageId).toMatch(/^[0-9a-z]+@example\.org$/)
  expect(await context.stores.records.count('draft')).toBe(0)
  expect((await outbox.waiting()).map(({ id }) => id)).toEqual([item.id])
})

test('a message for later keeps its hour, in its date too', async () => {
  const at = context.clock.nowMs() + 86_400_000
  const item = await send((await write()).id, { sendAtMs: at })
  expect(item.sendAtMs).toBe(at)
  const bytes = await context.stores.blobs.get(item.blob)
  expect(new TextDecoder().decode(bytes ?? new Uint8Array())).toContain(new Date(at).toUTCString().slice(0, 22))
})

describe('an hour that was slept through', () => {
  const hourMs = 3_600_000
  const late = async (sleptMs: number) => {
    const at = context.clock.nowMs() + hourMs
    const item = await send((await write()).id, { sendAtMs: at })
    context.clock.advance(hourMs + sleptMs)
    return item
  }

  test('by two hours or less, it leaves', async () => {
    const item = await late(2 * hourMs)
    expect(await outbox.begin(item.id)).not.toBeNull()
  })

  test('by more, it is not sent but asks; its text is kept and it can be edited', async () => {
    const item = await late(2 * hourMs + 1)
    expect(await outbox.begin(item.id)).toBeNull()
    const asking = await outbox.handlers.get({ id: item.id }, call)
    expect(asking).toMatchObject({ state: 'late', problem: { message: expect.stringContaining('not been sent') } })
    expect(await outbox.waiting()).toEqual([])
    expect(await outbox.handlers.cancel({ id: item.id }, call)).toMatchObject({ text: item.draft.text })
  })

  test('"send now" sends it, however late it is', async () => {
    const item = await late(24 * hourMs)
    await outbox.begin(item.id)
    await outbox.handlers.retry({ id: item.id }, call)
    expect(await outbox.begin(item.id)).not.toBeNull()
  })

  test('a message that only waited for its undo time leaves whenever the computer wakes', async () => {
    const item = await send((await write()).id)
    context.clock.advance(24 * hourMs)
    expect(await outbox.begin(item.id)).not.toBeNull()
  })

  test('one that was tried at its hour and found no connection goes on trying', async () => {
    const item = await late(0)
    await outbox.begin(item.id)
    await outbox.finish(item.id, { kind: 'later', problem, retryAtMs: context.clock.nowMs() })
    context.clock.advance(24 * hourMs)
    expect(await outbox.begin(item.id)).not.toBeNull()
  })
})

test('what was taken back is the same draft again, and is never sent', async () => {
  const draft = await write()
  const item = await send(draft.id)
  const back = await outbox.handlers.cancel({ id: item.id }, call)
  expect(back).toMatchObject({ id: draft.id, text: draft.text })
  expect(await drafts.get({ id: draft.id }, call)).toEqual(back)
  expect(await outbox.begin(item.id)).toBeNull()
})

test('taking back and leaving at the same moment: one of them wins, the message is in one place', async () => {
  for (let round = 0; round < 20; round += 1) {
    const item = await send((await write()).id)
    const [left, back] = await Promise.allSettled([
      outbox.begin(item.id),
      outbox.handlers.cancel({ id: item.id }, call),
    ])
    const sending = left.status === 'fulfilled' && left.value !== null
    expect(sending).toBe(back.status === 'rejected')
    if (sending) await outbox.finish(item.id, { kind: 'sent', rejected: [] })
  }
})

test('a draft that is sent twice at the same moment leaves once', async () => {
  const draft = await write()
  const results = await Promise.allSettled([send(draft.id), send(draft.id)])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await context.stores.records.count('outbox')).toBe(1)
})

test('a message that cannot be composed stays a draft', async () => {
  const draft = await write({ to: [] })
  await expect(send(draft.id)).rejects.toMatchObject({ problem: { code: 'invalid', field: 'to' } })
  expect((await drafts.get({ id: draft.id }, call)).id).toBe(draft.id)
})

describe('after it was sent', () => {
  test('the copy is in Sent, read, and its upload is asked for once, however often it is filed', async () => {
    const item = await send((await write()).id)
    expect(await leave(item.id)).toMatchObject({ state: 'sent', filed: true })
    await outbox.fileSent(item.id)
    const sent = (await context.stores.records.list('mailbox', { limit: 10 })).items.find(({ role }) => role === 'sent')
    const copies = await context.stores.messages.list({ view: `mailbox:${sent?.id}`, limit: 10 })
    expect(copies.items).toMatchObject([{ messageId: item.messageId, flags: { seen: true } }])
    const appends = (await journal()).filter(({ action }) => action.kind === 'append')
    expect(appends.map(({ action }) => action)).toEqual([
      { kind: 'append', messageId: copies.items[0]?.id, mailboxId: sent?.id, flags: ['\\Seen'] },
    ])
  })

  test('a provider that files a copy itself gets no second one', async () => {
    const smtp = { host: 'smtp.gmail.com', port: 465, security: 'tls' as const, user: 'x' }
    await begin(fakeAccount({ smtp }))
    await leave((await send((await write()).id)).id)
    expect((await journal()).filter(({ action }) => action.kind === 'append')).toEqual([])
    expect([filesItself('notgmail.com'), filesItself('smtp.office365.com')]).toEqual([false, true])
  })

  test('the message that it answers is marked as answered', async () => {
    const raw = new TextEncoder().encode('Message-ID: <q@example.net>\r\nSubject: Q\r\n\r\nQuestion?\r\n')
    await createFakeIngest(context).add([{ bytes: raw, mailboxId: inbox, flags: [], receivedMs: null }], {
      fresh: false,
    })
    const [origin] = await context.stores.messages.byMessageIds(['q@example.net'])
    const draft = await write({}, { kind: 'reply', messageId: origin?.id })
    await leave((await send(draft.id)).id)
    expect((await context.stores.messages.get([origin?.id ?? '']))[0]?.flags.answered).toBe(true)
  })

  test('recipients that the server refused are named, the others have it', async () => {
    const item = await send((await write()).id)
    const after = await leave(item.id, [{ address: 'cy@example.net', words: '550 no such user' }])
    expect(after?.problem?.message).toMatch(/cy@example\.net \(550 no such user\).*The others have it/)
    expect((await outbox.handlers.list(operations.list.input.parse({}), call)).items).toHaveLength(1)
    await outbox.handlers.remove({ id: item.id }, call)
    expect(await context.stores.records.count('outbox')).toBe(0)
  })

  test('it is forgotten here after a week; failed ones never are', async () => {
    const sent = await send((await write()).id)
    await leave(sent.id)
    const failed = await send((await write()).id)
    await outbox.begin(failed.id)
    await outbox.finish(failed.id, { kind: 'refused', problem })
    context.clock.advance(8 * 86_400_000)
    await outbox.sweep()
    expect((await context.stores.records.list('outbox', { limit: 10 })).items.map(({ id }) => id)).toEqual([failed.id])
  })
})

describe('when it did not work', () => {
  test('what may work later waits, with the reason, and is due when the network is back', async () => {
    const item = await send((await write()).id)
    await outbox.begin(item.id)
    const retryAtMs = context.clock.nowMs() + 60_000
    const after = await outbox.finish(item.id, { kind: 'later', problem, retryAtMs })
    expect(after).toMatchObject({ state: 'waiting', sendAtMs: retryAtMs, problem: { code: 'offline' }, attempts: 1 })
    await outbox.hurry()
    expect((await outbox.waiting())[0]?.sendAtMs).toBe(context.clock.nowMs())
  })

  test('a refused message is kept with the words of the server, and can be tried or edited again', async () => {
    const draft = await write()
    const item = await send(draft.id)
    await outbox.begin(item.id)
    await outbox.finish(item.id, { kind: 'refused', problem })
    await expect(outbox.handlers.get({ id: item.id }, call)).resolves.toMatchObject({ state: 'failed', problem })
    expect(await outbox.handlers.retry({ id: item.id }, call)).toMatchObject({
      state: 'waiting',
      messageId: item.messageId,
    })
    expect((await outbox.handlers.cancel({ id: item.id }, call)).id).toBe(draft.id)
  })

  test('a message whose account is gone fails with the text kept', async () => {
    const item = await send((await write()).id)
    await context.stores.commit({ recordRemoves: [{ noun: 'account', id: 'account-1' }] })
    expect(await outbox.begin(item.id)).toBeNull()
    expect(await outbox.handlers.get({ id: item.id }, call)).toMatchObject({
      state: 'failed',
      problem: { code: 'not-found' },
    })
  })

  test('nothing leaves while the user has gone offline', async () => {
    await send((await write()).id)
    const settings = { id: 'settings' as const, goneOffline: true }
    const { settingsRecord } = await import('../defs/index.ts')
    await context.stores.commit({ recordPuts: [{ noun: 'settings', value: settingsRecord.parse(settings) }] })
    expect(await outbox.waiting()).toEqual([])
  })
})

describe('what a kill left in `sending`', () => {
  const interrupted = async (handedOver: boolean) => {
    const item = await send((await write()).id)
    await outbox.begin(item.id)
    if (handedOver) await outbox.handingOver(item.id)
    return item
  }

  test('before the end of the text had gone out it is certainly not sent, and waits again', async () => {
    const item = await interrupted(false)
    expect((await outbox.sending()).map(({ id }) => id)).toEqual([item.id])
    expect(await outbox.settle(item.id, null)).toMatchObject({ state: 'waiting' })
  })

  test('after that it is not sent again: it fails and says that it may have been sent', async () => {
    const item = await interrupted(true)
    const after = await outbox.settle(item.id, null)
    expect(after.state).toBe('failed')
    expect(after.problem?.message).toMatch(/may have been sent.*check before sending it again/)
  })

  test('a copy on the server, or one that came back to us, proves that it was sent', async () => {
    expect(await outbox.settle((await interrupted(true)).id, true)).toMatchObject({ state: 'sent' })
    const item = await interrupted(true)
    const bytes = (await context.stores.blobs.get(item.blob)) ?? new Uint8Array()
    await createFakeIngest(context).add([{ bytes, mailboxId: inbox, flags: [], receivedMs: null }], { fresh: true })
    expect(await outbox.settle(item.id, null)).toMatchObject({ state: 'sent' })
  })
})

test('the command line sends in one step what it says, unsigned and with files', async () => {
  const input = operations.compose.input.parse({
    content: { to: [{ address: 'bo@example.net', label: '' }], subject: 'Log', text: 'as it is' },
    attachments: [{ name: 'a.txt', type: 'text/plain', bytes: new TextEncoder().encode('content') }],
  })
  const item = await outbox.handlers.compose(input, call)
  expect(item).toMatchObject({ state: 'waiting', sendAtMs: context.clock.nowMs(), draft: { text: 'as it is' } })
  expect(item.draft.attachments).toHaveLength(1)
})
