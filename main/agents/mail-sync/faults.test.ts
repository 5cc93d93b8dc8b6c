import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSyncRig, labAccount, labMail, type SyncRig } from '../../../devtools/rig/index.ts'
import {
  type FaultyProxy,
  type ImapCommand,
  type MailServer,
  serverState,
  startFaultyProxy,
  startMailServer,
  startScriptedImap,
  withSecondClient,
} from '../../../devtools/servers/index.ts'
import { openSqliteStores } from '../../../storage/sqlite/index.ts'

const call = { priority: 'interactive' } as const
/** Rounds of each fault; more in a longer run. */
const kills = Number(process.env['CALIOPEN_SYNC_KILLS'] ?? 10)
/** Each round starts a process and a database, which takes seconds when the machine has other work. */
const killsTimeoutMs = kills * 60_000
const cuts = Number(process.env['CALIOPEN_SYNC_CUTS'] ?? 12)
const child = fileURLToPath(new URL('../../../devtools/rig/sync-child.ts', import.meta.url))

let lab: MailServer
let user = 0
const rigs: SyncRig[] = []
const nextUser = (): string => `u${++user}@lab.test`
const rigOf = async (options: Parameters<typeof createSyncRig>[0] = {}) => {
  const rig = await createSyncRig(options)
  rigs.push(rig)
  return rig
}

beforeAll(async () => {
  lab = await startMailServer({ users: 20 })
})
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop()
})
afterAll(async () => {
  await lab?.remove()
})

describe('a bad connection', () => {
  let proxy: FaultyProxy
  beforeAll(async () => {
    proxy = await startFaultyProxy(lab.imapsPort)
  })
  afterAll(() => proxy?.close())

  test('that is cut at any point loses and doubles nothing', async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(700))
    const rig = await rigOf()
    const account = await rig.addAccount(labAccount(lab, name, { port: proxy.port }))
    for (let cut = 0; cut < cuts; cut += 1) {
      // From the middle of signing in to beyond a whole batch of bodies.
      proxy.setFault({ dropAfterBytes: Math.floor(1_500 * 1.8 ** cut) })
      await rig.mailSync.now(account.id).catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ problem: { code: 'offline', server: `127.0.0.1:${proxy.port}` } })
      })
    }
    proxy.setFault({})
    await rig.mailSync.now(account.id)
    expect(await rig.state(account.id)).toEqual(await serverState(lab, name))
    expect((await rig.subjects(account.id))['INBOX']).toHaveLength(700)
    expect((await rig.context.stores.stats()).messages).toBe(700)
  })

  test.each([
    ['while its newest are listed', 300, [281, 290], [291, 295]],
    ['on the way back to its oldest', 900, [381, 390], [391, 395]],
  ])(
    'that is cut %s: what changed on the server before the next one is seen',
    async (_, count, [flagged, toFlagged], [deleted, toDeleted]) => {
      const name = nextUser()
      await lab.fill(name, 'INBOX', labMail(count))
      const rig = await rigOf()
      const account = await rig.addAccount(labAccount(lab, name, { port: proxy.port }))
      const taken = async () => Object.keys((await rig.state(account.id))['INBOX'] ?? {})
      // It is cut further on each time, until what is changed below has come.
      for (let bytes = 40_000; !(await taken()).includes(String(flagged)); bytes += 20_000) {
        proxy.setFault({ dropAfterBytes: bytes })
        await expect(rig.mailSync.now(account.id)).rejects.toMatchObject({ code: 'offline' })
      }
      expect((await taken()).length).toBeLessThan(count)
      await withSecondClient(lab, name, async (client) => {
        await client.mailboxOpen('INBOX')
        await client.messageFlagsAdd(`${flagged}:${toFlagged}`, ['\\Flagged'], { uid: true })
        await client.messageDelete(`${deleted}:${toDeleted}`, { uid: true })
      })
      proxy.setFault({})
      await rig.mailSync.now(account.id)
      expect(await rig.state(account.id)).toEqual(await serverState(lab, name))
      expect(await taken()).toHaveLength(count - 5)
    },
  )

  test('that goes silent is told as such, and sync goes on from where it was', async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(700))
    const rig = await rigOf({ stallTimeoutMs: 3_000 })
    const account = await rig.addAccount(labAccount(lab, name, { port: proxy.port }))
    proxy.setFault({ stallAfterBytes: 250_000 })
    await expect(rig.mailSync.now(account.id)).rejects.toMatchObject({ code: 'timeout' })
    expect((await rig.mailSync.statuses())[0]).toMatchObject({ state: 'offline', problem: { code: 'timeout' } })
    proxy.setFault({})
    await rig.mailSync.now(account.id)
    expect(await rig.state(account.id)).toEqual(await serverState(lab, name))
    expect(rig.read.bodies).toBeLessThan(950)
  })

  test('comes back by itself', async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(20))
    proxy.setFault({ dropAfterBytes: 3_000 })
    const rig = await rigOf()
    const account = await rig.addAccount(labAccount(lab, name, { port: proxy.port }))
    await rig.mailSync.start()
    await expect.poll(async () => (await rig.mailSync.statuses())[0]?.state, { timeout: 10_000 }).toBe('offline')
    proxy.setFault({})
    await expect.poll(async () => (await rig.mailSync.statuses())[0]?.state, { timeout: 10_000 }).toBe('idle')
    expect(await rig.state(account.id)).toEqual(await serverState(lab, name))
    proxy.dropAll()
    await expect.poll(() => rig.scheduler.tasks().length, { timeout: 10_000 }).toBeGreaterThan(2)
    await expect.poll(async () => (await rig.mailSync.statuses())[0]?.state, { timeout: 10_000 }).toBe('idle')
  })
})

describe('kill -9', () => {
  test(
    'at any moment of a sync, and the next one ends the same',
    async () => {
      const name = nextUser()
      await lab.fill(name, 'INBOX', labMail(300))
      await lab.fill(name, 'Archive', labMail(100, 'old'))
      const directory = await mkdtemp(join(tmpdir(), 'sync-'))
      const account = labAccount(lab, name)
      for (let kill = 0; kill < kills; kill += 1) {
        if (kill === Math.floor(kills / 2)) await disturb(name)
        await runChild(directory, account, 5 + ((kill * 150) % 1_200))
      }
      await runChild(directory, account, null)
      const stores = await openSqliteStores({ directory, program: 'test' })
      const rig = await rigOf({ stores })
      expect(await rig.state(account.id)).toEqual(await serverState(lab, name))
      const subjects = await rig.subjects(account.id)
      expect(subjects['INBOX']).toHaveLength(300 - 50)
      expect(subjects['Archive']).toHaveLength(100 + 30)
      expect((await stores.stats()).messages).toBe(400 - 20)
      expect((await stores.doctor(false)).filter(({ ok, check }) => !ok && check !== 'orphans')).toEqual([])
      await stores.close()
      await rm(directory, { recursive: true, force: true })
    },
    killsTimeoutMs,
  )

  test(
    'while actions are told to the server: each is done once',
    async () => {
      const name = nextUser()
      await lab.fill(name, 'INBOX', labMail(60))
      const directory = await mkdtemp(join(tmpdir(), 'sync-'))
      const account = labAccount(lab, name)
      await runChild(directory, account, null)
      await actOffline(directory, account)
      // A replay lasts some hundred ms: half the rounds hit different moments of it.
      for (let kill = 0; kill < kills / 2; kill += 1) await runChild(directory, account, 40 + ((kill * 53) % 250))
      await runChild(directory, account, null)
      const stores = await openSqliteStores({ directory, program: 'test' })
      const rig = await rigOf({ stores })
      const server = await serverState(lab, name)
      expect(await rig.state(account.id)).toEqual(server)
      expect(await rig.mirror.pendingActions(account.id)).toBe(0)
      const counts = Object.fromEntries(Object.entries(server).map(([path, rows]) => [path, Object.keys(rows).length]))
      expect(counts).toMatchObject({ INBOX: 20, Archive: 20, Trash: 10, Plans: 10 })
      expect(Object.values(server['INBOX'] ?? {}).filter((flags) => flags.includes('\\Flagged'))).toHaveLength(20)
      await stores.close()
      await rm(directory, { recursive: true, force: true })
    },
    killsTimeoutMs,
  )

  /** 30 moved, 20 deleted, 10 flagged by another client. */
  const disturb = (name: string) =>
    withSecondClient(lab, name, async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageMove('11:40', 'Archive', { uid: true })
      await client.messageDelete('101:120', { uid: true })
      await client.messageFlagsAdd('201:210', ['\\Flagged'], { uid: true })
    })

  async function actOffline(directory: string, account: ReturnType<typeof labAccount>): Promise<void> {
    const stores = await openSqliteStores({ directory, program: 'test' })
    const rig = await createSyncRig({ stores })
    const inbox = (await rig.mirror.mailboxes(account.id)).find(({ role }) => role === 'inbox')
    const { items } = await stores.messages.list({ view: `mailbox:${inbox?.id}`, limit: 100 })
    const some = (from: number, to: number) => ({
      messageIds: items.slice(from, to).map(({ id }) => id),
      threadIds: [],
      discussionIds: [],
    })
    await rig.messages.messages.archive({ target: some(0, 20) }, call)
    await rig.messages.messages.remove({ target: some(20, 30) }, call)
    const plans = await rig.mailboxes.handlers.create({ accountId: account.id, path: 'Plans' }, call)
    await rig.messages.messages.move({ target: some(30, 40), mailboxId: plans.id }, call)
    await rig.messages.messages.setFlags({ target: some(40, 60), set: { flagged: true } }, call)
    await rig.stop()
    await stores.close()
  }
})

/** Runs a sync in a process of its own; kills it so many ms after its database is open, or lets it end. */
async function runChild(directory: string, account: unknown, killAfterMs: number | null): Promise<void> {
  const running: ChildProcess = spawn(process.execPath, [child], {
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: join(tmpdir(), 'caliopen-compile-cache'),
      SYNC_DIRECTORY: directory,
      SYNC_ACCOUNT: JSON.stringify(account),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => running.on('exit', (code) => resolve(code)))
  running.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  running.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (killAfterMs !== null && output.includes('ready')) setTimeout(() => running.kill('SIGKILL'), killAfterMs)
  })
  const code = await ended
  if (killAfterMs === null) expect({ code, output: output.slice(-2_000) }).toEqual({ code: 0, output: 'ready\ndone\n' })
}

describe('a poor server', () => {
  test('without CONDSTORE, MOVE and UIDPLUS is kept in line all the same', async () => {
    const old = await startMailServer({ users: 1, imapCapability: 'IMAP4rev1' })
    try {
      const name = 'u1@lab.test'
      await old.fill(name, 'INBOX', labMail(100))
      const rig = await rigOf()
      const account = await rig.addAccount(labAccount(old, name))
      await rig.mailSync.now(account.id)
      await withSecondClient(old, name, async (client) => {
        await client.mailboxOpen('INBOX')
        await client.messageFlagsAdd('1:5', ['\\Flagged'], { uid: true })
        await client.messageDelete('11:13', { uid: true })
      })
      const inbox = (await rig.mirror.mailboxes(account.id)).find(({ role }) => role === 'inbox')
      const { items } = await rig.context.stores.messages.list({ view: `mailbox:${inbox?.id}`, limit: 500 })
      const target = { messageIds: items.slice(0, 7).map(({ id }) => id), threadIds: [], discussionIds: [] }
      await rig.messages.messages.archive({ target }, call)
      await rig.mailSync.now(account.id)
      const server = await serverState(old, name)
      expect(await rig.state(account.id)).toEqual(server)
      expect(Object.keys(server['INBOX'] ?? {})).toHaveLength(90)
      expect((await rig.subjects(account.id))['Archive']).toHaveLength(7)
    } finally {
      await old.remove()
    }
  })
})

describe('a server that lies', () => {
  const header = (uid: number) => `Message-ID: <lie-${uid}@lab.test>\r\nSubject: lie ${uid}\r\n\r\n`
  const row = (uid: number, { rest }: ImapCommand) => {
    const text = rest.includes('BODY.PEEK[]') ? `${header(uid)}text\r\n` : header(uid)
    const section = /BODY\.PEEK(\[[^\]]*\])/.exec(rest)?.[1] ?? '[]'
    return `* ${uid} FETCH (UID ${uid} FLAGS () INTERNALDATE "17-Nov-2026 10:00:00 +0000" RFC822.SIZE 10 BODY${section} {${text.length}}\r\n${text})`
  }
  const wanted = ({ rest }: ImapCommand): number[] =>
    (rest.split(' ')[0] ?? '').split(',').flatMap((part) => {
      const [from = 0, to = from] = part.split(':').map(Number)
      return Array.from({ length: Math.min(1_000, to - from + 1) }, (_, n) => from + n)
    })

  test('about counts, UIDs and sizes: sync ends, with what there is', async () => {
    const liar = await startScriptedImap((command) => {
      const { tag, name } = command
      if (name === 'STATUS')
        return ['* STATUS INBOX (MESSAGES 4294967295 UIDNEXT 900 UIDVALIDITY 5 UNSEEN 7)', `${tag} OK`]
      if (name === 'SELECT')
        return ['* 4000000000 EXISTS', '* OK [UIDVALIDITY 5] x', '* OK [UIDNEXT 900] x', `${tag} OK`]
      if (name === 'UID SEARCH') return ['* SEARCH 3 4 5 0 99999999999 800 3', `${tag} OK`]
      // UID 800 is there by SEARCH and never by FETCH; UID 5000 was not asked for.
      if (name === 'UID FETCH') {
        const uids = wanted(command).filter((uid) => [3, 4, 5].includes(uid))
        return [...uids, 5_000].map((uid) => row(uid, command)).concat(`${tag} OK`)
      }
      return null
    })
    const rig = await rigOf()
    const account = await rig.addAccount(labAccount(lab, 'u1', { port: liar.port, security: 'none' }))
    for (let round = 0; round < 3; round += 1) await rig.mailSync.now(account.id)
    expect((await rig.subjects(account.id))['INBOX']).toEqual(['lie 3', 'lie 4', 'lie 5'])
    expect(liar.commands.length).toBeLessThan(120)
    await liar.close()
  })

  test('about UIDVALIDITY, which changes at every look: sync ends, and doubles nothing', async () => {
    let validity = 0
    const liar = await startScriptedImap((command) => {
      const { tag, name } = command
      if (name === 'SELECT') {
        validity += 1
        return ['* 2 EXISTS', `* OK [UIDVALIDITY ${validity}] x`, '* OK [UIDNEXT 3] x', `${tag} OK`]
      }
      if (name === 'UID SEARCH') return ['* SEARCH 1 2', `${tag} OK`]
      if (name === 'UID FETCH')
        return wanted(command)
          .filter((uid) => uid < 3)
          .map((uid) => row(uid, command))
          .concat(`${tag} OK`)
      return null
    })
    const rig = await rigOf()
    const account = await rig.addAccount(labAccount(lab, 'u1', { port: liar.port, security: 'none' }))
    for (let round = 0; round < 4; round += 1) await rig.mailSync.now(account.id)
    expect((await rig.subjects(account.id))['INBOX']).toEqual(['lie 1', 'lie 2'])
    await liar.close()
  })

  test('by breaking off at one message: that one is left, the others come', async () => {
    const liar = await startScriptedImap((command) => {
      const { tag, name } = command
      if (name === 'SELECT') return ['* 3 EXISTS', '* OK [UIDVALIDITY 5] x', '* OK [UIDNEXT 4] x', `${tag} OK`]
      if (name === 'UID SEARCH') return ['* SEARCH 1 2 3', `${tag} OK`]
      if (name === 'UID FETCH') {
        const uids = wanted(command).filter((uid) => uid <= 3)
        if (command.rest.includes('BODY.PEEK[]') && uids.includes(2))
          return ['* 2 FETCH (UID 2 BODY[] {9999999999}', 'x']
        return uids.map((uid) => row(uid, command)).concat(`${tag} OK`)
      }
      return null
    })
    const rig = await rigOf()
    const account = await rig.addAccount(labAccount(lab, 'u1', { port: liar.port, security: 'none' }))
    let failures = 0
    for (let round = 0; round < 6; round += 1) {
      await rig.mailSync.now(account.id).catch(() => {
        failures += 1
      })
    }
    expect(failures).toBeLessThan(5)
    const inbox = (await rig.mirror.mailboxes(account.id)).find(({ role }) => role === 'inbox')
    const { items } = await rig.context.stores.messages.list({ view: `mailbox:${inbox?.id}`, limit: 10 })
    expect(Object.fromEntries(items.map(({ subject, bodyState }) => [subject, bodyState]))).toEqual({
      'lie 1': 'full',
      'lie 2': 'pending',
      'lie 3': 'full',
    })
    expect((await rig.mailSync.statuses())[0]).toMatchObject({ state: 'idle', problem: null })
    await liar.close()
  })

  test('with an empty list of mailboxes: nothing here is taken to be gone', async () => {
    const name = nextUser()
    await lab.fill(name, 'INBOX', labMail(5))
    const rig = await rigOf()
    const account = await rig.addAccount(labAccount(lab, name))
    await rig.mailSync.now(account.id)
    const liar = await startScriptedImap(({ tag, name: command }) => (command === 'LIST' ? [`${tag} OK`] : null))
    await rig.addAccount({ ...account, imap: { host: '127.0.0.1', port: liar.port, security: 'none', user: name } })
    await rig.mailSync.now(account.id)
    expect((await rig.subjects(account.id))['INBOX']).toHaveLength(5)
    expect((await rig.mirror.mailboxes(account.id)).length).toBeGreaterThan(4)
    await liar.close()
  })
})
