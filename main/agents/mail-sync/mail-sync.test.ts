import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../core/defs/index.ts'
import { createSyncRig, labAccount, labMail, labMessage, type SyncRig } from '../../../devtools/rig/index.ts'
import { type MailServer, serverState, startMailServer, withSecondClient } from '../../../devtools/servers/index.ts'
import { fetchingFirst } from './index.ts'

/** Messages in the inbox of the main scenario; the issue asks for 10,000, which takes some ten seconds more. */
const size = Number(process.env['CALIOPEN_SYNC_MESSAGES'] ?? 1_500)
const call = { priority: 'interactive' } as const

let lab: MailServer
let user = 0
let rig: SyncRig
let account: Account

beforeAll(async () => {
  lab = await startMailServer({ users: 30 })
})
afterAll(async () => {
  await lab?.remove()
})

/** A user of the server that no other test has. */
const nextUser = (): string => {
  user += 1
  return `u${user}@lab.test`
}

async function begin(name: string): Promise<void> {
  rig = await createSyncRig()
  account = await rig.addAccount(labAccount(lab, name))
}
const agree = async (name = account.address) =>
  expect(await rig.state(account.id)).toEqual(await serverState(lab, name))
const mailbox = async (path: string) => {
  const found = (await rig.mirror.mailboxes(account.id)).find((each) => each.path === path)
  if (found === undefined) throw new Error(`There is no ${path}`)
  return found
}
const idOf = async (path: string, subject: string) => {
  const { items } = await rig.context.stores.messages.list({ view: `mailbox:${(await mailbox(path)).id}`, limit: 500 })
  const found = items.find((item) => item.subject === subject)
  if (found === undefined) throw new Error(`There is no ${subject} in ${path}`)
  return found.id
}
const target = (...messageIds: string[]) => ({ messageIds, threadIds: [], discussionIds: [] })

describe('a mailbox of a real server', () => {
  beforeAll(async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(size))
    await begin(name)
  })

  test('comes in whole, newest first, and agrees with the server message by message', async () => {
    const [status] = await rig.mailSync.now(account.id)
    expect(status).toMatchObject({ state: 'idle', problem: null, pending: 0 })
    await agree()
    expect(rig.read.bodies).toBe(size)
    expect((await rig.subjects(account.id))['INBOX']).toHaveLength(size)
    expect((await mailbox('INBOX')).sync).toMatchObject({ oldestFetchedUid: 1, uidNext: size + 1, total: size })
    const added = rig.emitted.flatMap((event) => (event.type === 'messages.added' ? [event] : []))
    const [first] = await rig.context.stores.messages.get(added[0]?.messageIds.slice(0, 1) ?? [])
    expect(Number(first?.subject.split(' ')[1])).toBeGreaterThan(size - 501)
    expect(added.every(({ fresh }) => fresh.length === 0)).toBe(true)
  })

  test('costs next to nothing when nothing changed', async () => {
    const before = { ...rig.read }
    const events = rig.emitted.length
    await rig.mailSync.now(account.id)
    expect(rig.read).toEqual(before)
    expect(rig.emitted.slice(events).filter(({ type }) => /^(messages|mailboxes)/.test(type))).toEqual([])
  })

  test('follows another client that moves, flags and deletes fifty messages', async () => {
    const before = rig.read.bodies
    await withSecondClient(lab, account.address, async (client) => {
      await client.mailboxCreate('Work/Plans')
      await client.mailboxOpen('INBOX')
      const opts = { uid: true }
      await client.messageMove(`${size - 20}:${size - 11}`, 'Work/Plans', opts)
      await client.messageMove('11:15', 'Archive', opts)
      await client.messageDelete('21:30', opts)
      await client.messageFlagsAdd('31:45', ['\\Seen', '\\Flagged', '$Forwarded', 'custom'], opts)
      await client.messageFlagsRemove('7,14,49,56,63', ['\\Seen'], opts)
      await client.append('INBOX', labMessage(1, 'fresh'), [], new Date(1_700_000_000_000))
    })
    await rig.mailSync.now(account.id)
    await agree()
    const seen = await rig.subjects(account.id)
    expect(seen['INBOX']).toHaveLength(size - 10 - 5 - 10 + 1)
    expect(seen['Work/Plans']).toEqual(Array.from({ length: 10 }, (_, n) => `mail ${size - 20 + n}`).sort())
    // One that is new, and those of the moved that have no Message-ID to be known by.
    expect(rig.read.bodies - before).toBeLessThanOrEqual(4)
    const [flagged] = await rig.context.stores.messages.get([await idOf('Archive', 'mail 11')])
    expect(flagged?.flags).toMatchObject({ seen: true, flagged: true })
    const fresh = rig.emitted.flatMap((event) => (event.type === 'messages.added' ? event.fresh : []))
    expect(fresh.map(({ subject }) => subject)).toEqual(['fresh 1'])
  })

  test('is listed anew after a change of UIDVALIDITY without fetching what is here', async () => {
    const before = rig.read.bodies
    const seen = await rig.subjects(account.id)
    const opened = await mailbox('INBOX')
    await lab.doveadm('mailbox', 'update', '--uid-validity', '77', '-u', account.address, 'INBOX')
    await withSecondClient(lab, account.address, async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageDelete('1:3', { uid: true })
    })
    await rig.mailSync.now(account.id)
    expect((await mailbox('INBOX')).sync?.uidValidity).toBe('77')
    expect(opened.sync?.uidValidity).not.toBe('77')
    await agree()
    const after = await rig.subjects(account.id)
    expect(after['INBOX']).toEqual(
      seen['INBOX']?.filter((subject) => !['mail 1', 'mail 2', 'mail 3'].includes(subject)),
    )
    // Every tenth has no Message-ID: only its bytes identify it.
    expect(rig.read.bodies - before).toBeLessThanOrEqual(Math.ceil(size / 10))
    // The bytes of what was deleted are freed by maintenance, not here.
    const findings = (await rig.context.stores.doctor(false)).filter(({ ok, check }) => !ok && check !== 'orphans')
    expect(findings).toEqual([])
    await rig.stop()
  })
})

describe('what was done here offline', () => {
  beforeEach(async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(30))
    await begin(name)
    await rig.mailSync.now(account.id)
    await lab.fill(name, 'INBOX', [])
  })

  test('reaches the server: flags, moves, deletion for good, mailboxes', async () => {
    const { messages, mailboxes } = rig
    const [a, b, c, d, e, f] = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => idOf('INBOX', `mail ${n}`)))
    await messages.messages.setFlags({ target: target(a!, b!), set: { seen: true, flagged: true } }, call)
    await messages.messages.archive({ target: target(c!) }, call)
    await messages.messages.remove({ target: target(d!, e!) }, call)
    await messages.messages.remove({ target: target(e!) }, call)
    const made = await mailboxes.handlers.create({ accountId: account.id, path: 'Trips' }, call)
    await messages.messages.move({ target: target(f!), mailboxId: made.id }, call)
    await mailboxes.handlers.rename({ id: made.id, path: 'Journeys' }, call)
    await messages.messages.setFlags({ target: target(f!), set: { seen: true } }, call)
    expect(await rig.mirror.pendingActions(account.id)).toBeGreaterThan(5)
    await rig.mailSync.now(account.id)
    expect(await rig.mirror.pendingActions(account.id)).toBe(0)
    await agree()
    const server = await serverState(lab, account.address)
    expect(server['Journeys']).toEqual({ 1: '\\Seen' })
    expect(Object.keys(server['Archive'] ?? {})).toHaveLength(1)
    expect(Object.keys(server['Trash'] ?? {})).toHaveLength(1)
    expect(server['INBOX']?.[1]).toBe('\\Flagged \\Seen')
    expect(await rig.context.stores.messages.get([e!])).toEqual([])
    expect((await rig.subjects(account.id))['Journeys']).toEqual(['mail 6'])
    await rig.stop()
  })

  test('is not undone by the server, and does not undo what another client did', async () => {
    const id = await idOf('INBOX', 'mail 8')
    await rig.messages.messages.setFlags({ target: target(id), set: { flagged: true } }, call)
    await withSecondClient(lab, account.address, async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageFlagsAdd('8', ['\\Seen', '\\Answered'], { uid: true })
    })
    await rig.mailSync.now(account.id)
    await agree()
    const [message] = await rig.context.stores.messages.get([id])
    expect(message?.flags).toMatchObject({ flagged: true, seen: true, answered: true })
    expect((await serverState(lab, account.address))['INBOX']?.[8]).toBe('\\Answered \\Flagged \\Seen')
    await rig.stop()
  })

  test('never loses a message that is gone at its old place: it is uploaded to its new one', async () => {
    const id = await idOf('INBOX', 'mail 9')
    await rig.messages.messages.archive({ target: target(id) }, call)
    const binned = await idOf('INBOX', 'mail 12')
    await rig.messages.messages.remove({ target: target(binned) }, call)
    await withSecondClient(lab, account.address, async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageDelete('9,12', { uid: true })
    })
    await rig.mailSync.now(account.id)
    expect((await rig.subjects(account.id))['Archive']).toEqual(['mail 9'])
    await rig.mailSync.now(account.id)
    await agree()
    const server = await serverState(lab, account.address)
    expect(Object.keys(server['Archive'] ?? {})).toHaveLength(1)
    expect(server['Trash']).toEqual({})
    await rig.stop()
  })

  test('makes a mailbox again that another client removed, when something was moved into it', async () => {
    await withSecondClient(lab, account.address, (client) => client.mailboxCreate('Shared'))
    await rig.mailSync.now(account.id)
    const id = await idOf('INBOX', 'mail 13')
    await rig.messages.messages.move({ target: target(id), mailboxId: (await mailbox('Shared')).id }, call)
    await withSecondClient(lab, account.address, (client) => client.mailboxDelete('Shared'))
    await rig.mailSync.now(account.id)
    await agree()
    expect((await rig.subjects(account.id))['Shared']).toEqual(['mail 13'])
    await rig.stop()
  })

  test('deleting a mailbox puts what is in it into the bin, there as here', async () => {
    await withSecondClient(lab, account.address, async (client) => {
      await client.mailboxCreate('Old')
      await client.mailboxOpen('INBOX')
      await client.messageMove('14:16', 'Old', { uid: true })
    })
    await rig.mailSync.now(account.id)
    await rig.mailboxes.handlers.remove({ id: (await mailbox('Old')).id }, call)
    await rig.mailSync.now(account.id)
    await agree()
    const server = await serverState(lab, account.address)
    expect(server['Old']).toBeUndefined()
    expect((await rig.subjects(account.id))['Trash']).toEqual(['mail 14', 'mail 15', 'mail 16'])
    await rig.stop()
  })

  test('moving to another account uploads there, once, even if the program is killed before it notes it', async () => {
    const other = await rig.addAccount(labAccount(lab, nextUser()))
    await rig.mailSync.now(other.id)
    const archive = (await rig.mirror.mailboxes(other.id)).find(({ path }) => path === 'Archive')
    const ids = [await idOf('INBOX', 'mail 17'), await idOf('INBOX', 'mail 20')]
    await rig.messages.messages.move({ target: target(...ids), mailboxId: archive!.id }, call)
    const entries = await rig.mirror.ledger.entries(other.id)
    // Nothing leaves its old server before the new one has it.
    await rig.mailSync.now(account.id)
    expect(Object.keys((await serverState(lab, account.address))['INBOX'] ?? {})).toHaveLength(30)
    await rig.mailSync.now(other.id)
    // As after a kill between the server's answer and our commit: the entries stand there again.
    await rig.context.stores.commit({ recordPuts: entries.map((value) => ({ noun: 'journal' as const, value })) })
    await rig.mailSync.now()
    await rig.mailSync.now()
    expect(Object.keys((await serverState(lab, other.address))['Archive'] ?? {})).toHaveLength(2)
    expect((await rig.subjects(other.id))['Archive']).toEqual(['mail 17', 'mail 20'])
    expect((await rig.subjects(account.id))['INBOX']).toHaveLength(28)
    await agree()
    await rig.stop()
  })

  test('may be told twice: a replay that is repeated changes nothing', async () => {
    const [a, b, c] = await Promise.all([21, 22, 23].map((n) => idOf('INBOX', `mail ${n}`)))
    await rig.messages.messages.setFlags({ target: target(a!), set: { seen: true } }, call)
    await rig.messages.messages.archive({ target: target(b!) }, call)
    await rig.messages.messages.remove({ target: target(c!) }, call)
    await rig.mailboxes.handlers.create({ accountId: account.id, path: 'Twice' }, call)
    const entries = await rig.mirror.ledger.entries(account.id)
    await rig.mailSync.now(account.id)
    const server = await serverState(lab, account.address)
    await rig.context.stores.commit({ recordPuts: entries.map((value) => ({ noun: 'journal' as const, value })) })
    await rig.mailSync.now(account.id)
    expect(await serverState(lab, account.address)).toEqual(server)
    await agree()
    await rig.stop()
  })
})

describe('mailboxes', () => {
  test('renamed by another client keep their messages and are not fetched again; removed ones go', async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(6))
    await begin(name)
    await withSecondClient(lab, name, async (client) => {
      await client.mailboxCreate('Clubs/Chess')
      await client.mailboxCreate('Gone')
      await client.mailboxOpen('INBOX')
      await client.messageMove('1:3', 'Clubs/Chess', { uid: true })
      await client.messageMove('4', 'Gone', { uid: true })
    })
    await rig.mailSync.now(account.id)
    const chess = await mailbox('Clubs/Chess')
    const { bodies, headers } = rig.read
    await withSecondClient(lab, name, async (client) => {
      await client.mailboxRename('Clubs', 'Games')
      await client.mailboxDelete('Gone')
    })
    await rig.mailSync.now(account.id)
    await agree()
    expect((await mailbox('Games/Chess')).id).toBe(chess.id)
    expect(rig.read).toEqual({ bodies, headers })
    expect((await rig.subjects(account.id))['Games/Chess']).toEqual(['mail 1', 'mail 2', 'mail 3'])
    expect((await rig.mirror.mailboxes(account.id)).some(({ path }) => path === 'Gone')).toBe(false)
    await rig.stop()
  })

  test('with a large message show it at once and fetch it last', async () => {
    const name = nextUser()
    const large = labMessage(1, 'large') + `${'A'.repeat(70)}\r\n`.repeat(90_000)
    await lab.fill(name, 'INBOX', [...labMail(5), { bytes: large, receivedMs: 1_800_000_000_000 }])
    await begin(name)
    const order: string[] = []
    rig.context.events.subscribe((event) => {
      if (event.type === 'messages.added') order.push(`added ${event.messageIds.length}`)
    })
    await rig.mailSync.now(account.id)
    await agree()
    expect(order.slice(0, 2)).toEqual(['added 1', 'added 5'])
    const [message] = await rig.context.stores.messages.get([await idOf('INBOX', 'large 1')])
    expect(message).toMatchObject({ bodyState: 'full', sizeBytes: large.length })
    await rig.stop()
  })

  test('give the body of a message that is opened before all others are fetched', async () => {
    const name = nextUser()
    const large = labMessage(1, 'large') + `${'A'.repeat(70)}\r\n`.repeat(90_000)
    await lab.fill(name, 'INBOX', [...labMail(40), { bytes: large, receivedMs: 1_800_000_000_000 }])
    await begin(name)
    const interrupted = new AbortController()
    const stop = rig.context.events.subscribe((event) => {
      if (event.type === 'messages.added') interrupted.abort()
    })
    await expect(rig.mailSync.now(account.id, interrupted.signal)).rejects.toMatchObject({ code: 'cancelled' })
    stop()
    const id = await idOf('INBOX', 'large 1')
    expect((await rig.messages.messages.body({ id }, call)).state).toBe('pending')
    const messages = fetchingFirst(rig.messages.messages, rig.mailSync)
    expect((await messages.raw({ id, copy: 0 }, call)).bytes).toHaveLength(large.length)
    expect((await messages.body({ id }, call)).state).toBe('full')
    expect((await rig.subjects(account.id))['INBOX']?.length).toBeLessThan(41)
    await rig.mailSync.now(account.id)
    await agree()
    await rig.stop()
  })

  test('answer with what is here when the body of an opened message cannot be had', async () => {
    const messages = fetchingFirst(rig.messages.messages, rig.mailSync)
    await expect(messages.body({ id: 'nowhere' }, call)).rejects.toMatchObject({ code: 'not-found' })
    await expect(rig.mailSync.fetchBody('nowhere')).resolves.toBeUndefined()
  })

  test('with names in any script keep them', async () => {
    const name = nextUser()
    await begin(name)
    const paths = ['Entwürfe & Ähnliches', '予定/会議', 'مشاريع', 'a"b\\c']
    await withSecondClient(lab, name, async (client) => {
      for (const path of paths) await client.mailboxCreate(path)
    })
    await rig.mailSync.now(account.id)
    expect((await rig.mirror.mailboxes(account.id)).map(({ path }) => path)).toEqual(expect.arrayContaining(paths))
    await agree()
    await rig.stop()
  })
})

describe('while the program stays open', () => {
  test('new mail is there at once, actions reach the server at once, and a pause is a pause', async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(5))
    await begin(name)
    await rig.mailSync.start()
    await expect.poll(async () => (await rig.mailSync.statuses())[0]?.state, { timeout: 10_000 }).toBe('idle')
    await expect.poll(() => rig.scheduler.tasks()[0]?.state, { timeout: 10_000 }).toBe('waiting')
    await lab.deliver(name, labMessage(1, 'arrived'))
    await expect.poll(async () => (await rig.subjects(account.id))['INBOX'], { timeout: 10_000 }).toContain('arrived 1')
    expect(rig.emitted.some((event) => event.type === 'messages.added' && event.fresh.length === 1)).toBe(true)

    await rig.messages.messages.setFlags(
      { target: target(await idOf('INBOX', 'arrived 1')), set: { seen: true } },
      call,
    )
    await expect.poll(async () => (await serverState(lab, name))['INBOX']?.[6], { timeout: 10_000 }).toBe('\\Seen')
    await expect.poll(() => rig.mirror.pendingActions(account.id)).toBe(0)

    await rig.mailSync.setPaused(account.id, true)
    expect((await rig.mailSync.statuses())[0]?.state).toBe('paused')
    await lab.deliver(name, labMessage(2, 'arrived'))
    await rig.mailSync.setPaused(account.id, false)
    await expect.poll(async () => (await rig.subjects(account.id))['INBOX'], { timeout: 10_000 }).toContain('arrived 2')
    await rig.stop()
  })

  test('deleting for good is told only after the time in which it can be undone', async () => {
    const name = nextUser()
    await lab.fill(name, 'Trash', labMail(3))
    await begin(name)
    await rig.mailSync.start()
    await expect.poll(() => rig.scheduler.tasks()[0]?.state, { timeout: 20_000 }).toBe('waiting')
    const { actionId } = await rig.messages.messages.remove({ target: target(await idOf('Trash', 'mail 2')) }, call)
    await rig.messages.messages.setFlags({ target: target(await idOf('Trash', 'mail 3')), set: { seen: true } }, call)
    await expect.poll(async () => (await serverState(lab, name))['Trash']?.[3], { timeout: 20_000 }).toBe('\\Seen')
    expect(Object.keys((await serverState(lab, name))['Trash'] ?? {})).toHaveLength(3)
    await rig.messages.actions.undo({ actionId }, call)
    await rig.mailSync.now(account.id)
    expect(await rig.mirror.pendingActions(account.id)).toBe(0)
    expect(await serverState(lab, name)).toMatchObject({ Trash: { 1: '', 2: '', 3: '\\Seen' } })
    expect((await rig.subjects(account.id))['Trash']).toEqual(['mail 1', 'mail 2', 'mail 3'])
    await rig.stop()
  })

  test('an account in trouble holds up no other, and says what the trouble is', async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(3))
    rig = await createSyncRig()
    const bad = await rig.addAccount(labAccount(lab, nextUser()), 'wrong')
    account = await rig.addAccount(labAccount(lab, name))
    await rig.mailSync.start()
    await expect.poll(async () => (await rig.subjects(account.id))['INBOX']?.length, { timeout: 10_000 }).toBe(3)
    await expect
      .poll(async () => (await rig.mailSync.statuses()).find(({ accountId }) => accountId === bad.id), {
        timeout: 10_000,
      })
      .toMatchObject({
        state: 'error',
        problem: { code: 'auth', server: `127.0.0.1:${lab.imapsPort}` },
        retryAtMs: expect.any(Number),
      })
    await expect(rig.mailSync.now(bad.id)).rejects.toMatchObject({ code: 'auth' })
    expect((await rig.mailSync.now(account.id))[0]).toMatchObject({ state: 'idle' })
    await rig.stop()
  })
})
