import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connection, contactedServer, refusal } from '../../core/defs/index.ts'
import { quickDirectory } from '../crash/quick-directory.ts'
import { caliopen } from '../e2e/program.ts'
import { labMail } from '../rig/index.ts'
import { labPassword, type MailServer, type NameServer, startMailServer, startNameServer } from '../servers/index.ts'

const witness = fileURLToPath(new URL('./witness.mjs', import.meta.url))

let folder: string
let lab: MailServer
let names: NameServer
beforeAll(async () => {
  folder = await quickDirectory('connections-')
  lab = await startMailServer({ users: 2 })
  names = await startNameServer(() => ({ kind: 'absent' }))
})
afterAll(async () => {
  await names?.close()
  await lab?.remove()
  await rm(folder, { recursive: true, force: true })
})

/** The built program, with a witness below it of what it asks of the system. */
async function run(data: string, args: readonly string[], input = '') {
  const file = join(folder, 'witness')
  await writeFile(file, '')
  const env = { NODE_OPTIONS: `--import=${witness}`, WITNESS_FILE: file, CALIOPEN_DNS_SERVERS: names.address }
  const answer = await caliopen(data, args, input, { env })
  const lines = (await readFile(file, 'utf8')).split('\n')
  const count = (kind: string) => lines.filter((line) => line === kind).length
  return { ...answer, seen: { connections: count('connection'), names: count('name'), datagrams: count('datagram') } }
}

const each = async (data: string) =>
  (await run(data, ['connections', '--each'])).documents.map((event) => connection.parse(event))

test('every connection of the program is in its list, whatever it does, and nothing else is', async () => {
  const data = join(folder, 'all')
  await lab.fill('u1@lab.test', 'INBOX', labMail(20))
  const servers = ['--imap', `127.0.0.1:${lab.imapPort}`, '--smtp', `127.0.0.1:${lab.smtpPort}`, '--security', 'none']
  const message = { subject: 'Plans', text: 'Hello', to: [{ address: 'u2@lab.test', label: '' }] }
  const accountId = async () => String((await run(data, ['account', 'list'])).documents[0]?.['id'])
  const nowhere = JSON.stringify({ address: 'ann@nowhere.invalid' })
  const steps: (() => Promise<{ args: string[]; input?: string }>)[] = [
    async () => ({
      args: ['account', 'add', 'u1@lab.test', ...servers, '--password-stdin'],
      input: `${labPassword}\n`,
    }),
    async () => ({ args: ['call', 'accounts.discover', nowhere] }),
    async () => ({ args: ['sync', '--once'] }),
    async () => ({
      args: ['call', 'outbox.compose', JSON.stringify({ content: { ...message, accountId: await accountId() } })],
    }),
    async () => ({ args: ['sync', '--once'] }),
  ]
  let [connected, asked] = [0, 0]
  for (const step of steps) {
    const { args, input } = await step()
    const { code, stderr, seen } = await run(data, args, input)
    expect(`${code} ${stderr}`, args.join(' ')).toMatch(/^0 /)
    connected += seen.connections
    asked += seen.names
    expect(seen.datagrams).toBe(0)
    const events = await each(data)
    expect(
      events.filter(({ service }) => service === 'names'),
      args.join(' '),
    ).toHaveLength(asked)
    // What has no address was never connected: its name is among those that were asked for.
    const found = events.filter(({ service, host }) => service !== 'names' && !host.endsWith('.invalid'))
    expect(found, args.join(' ')).toHaveLength(connected)
  }
  expect(connected).toBeGreaterThan(3)
  expect(asked).toBeGreaterThan(8)
  expect(names.asked).toContain('_imaps._tcp.nowhere.invalid SRV')
  const { documents, seen } = await run(data, ['connections'])
  expect(seen).toEqual({ connections: 0, names: 0, datagrams: 0 })
  const contacted = documents
    .map((server) => contactedServer.parse(server))
    .filter(({ service, address }) => service !== 'names' && address !== null)
  expect(contacted.map(({ service, host, port }) => `${service} ${host}:${port}`).sort()).toEqual([
    `mail-in 127.0.0.1:${lab.imapPort}`,
    `mail-out 127.0.0.1:${lab.smtpPort}`,
  ])
  const kinds = contacted.flatMap(({ errands }) => errands.map(({ errand }) => errand.kind))
  expect(new Set(kinds)).toEqual(new Set(['try-account', 'fetch-mail', 'send-mail']))
  expect(Math.min(...contacted.flatMap(({ bytesIn, bytesOut }) => [bytesIn, bytesOut]))).toBeGreaterThan(0)
  expect(JSON.stringify(await each(data))).not.toContain(labPassword)
})

test('offline the program connects nowhere, and lists what wanted to', async () => {
  const data = join(folder, 'offline')
  await run(data, ['call', 'settings.update', JSON.stringify({ set: { goneOffline: true } })])
  const servers = ['--imap', `127.0.0.1:${lab.imapPort}`, '--smtp', `127.0.0.1:${lab.smtpPort}`, '--security', 'none']
  const added = await run(data, ['account', 'add', 'u1@lab.test', ...servers, '--password-stdin'], `${labPassword}\n`)
  expect(added.documents).toMatchObject([{ code: 'offline' }])
  expect(added.seen).toEqual({ connections: 0, names: 0, datagrams: 0 })
  expect(await each(data)).toEqual([])
  const { documents } = await run(data, ['connections', '--refused'])
  const [wanted] = documents.map((item) => refusal.parse(item))
  expect(wanted).toMatchObject({ host: '127.0.0.1', reason: 'offline', errand: { kind: 'try-account' } })
})

test('what came is told in words, once each, and gone when it is read', async () => {
  const data = join(folder, 'told')
  const servers = ['--imap', `127.0.0.1:${lab.imapPort}`, '--smtp', `127.0.0.1:${lab.smtpPort}`, '--security', 'none']
  await run(data, ['account', 'add', 'u2@lab.test', ...servers, '--password-stdin'], `${labPassword}\n`)
  await run(data, ['sync', '--once'])
  await lab.fill('u2@lab.test', 'INBOX', labMail(2, 'news'))
  await run(data, ['sync', '--once'])
  const told = async () => (await run(data, ['notifications'])).documents.map(({ title, text }) => [title, text])
  expect((await told()).sort()).toEqual([
    ['Sender 1', 'news 1'],
    ['Sender 2', 'news 2'],
  ])
  await run(data, ['call', 'notifications.dismiss', '{}'])
  expect(await told()).toEqual([])
})
