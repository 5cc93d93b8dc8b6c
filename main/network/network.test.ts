import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get as httpGet } from 'node:http'
import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTestNetwork } from '../../devtools/rig/index.ts'
import { startFaultyProxy } from '../../devtools/servers/index.ts'
import type { Target } from './sockets.ts'

const folder = mkdtempSync(join(tmpdir(), 'network-'))
const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
const subject = ['-subj', '/O=Own/CN=localhost', '-days', '2']
execFileSync(
  'openssl',
  [...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile, '-out', certificateFile, ...subject]],
  { stdio: 'ignore' },
)
const pair = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) }
rmSync(folder, { recursive: true })

const open: (Server | { close(): unknown })[] = []
let seen: Socket[] = []
beforeEach(() => {
  seen = []
})
afterEach(async () => {
  for (const socket of seen) socket.destroy()
  for (const each of open.splice(0)) await each.close()
})

/** A server that keeps what it was connected by, and says what it is given. */
async function listen(server: Server, manner: 'echoes' | 'silent' = 'echoes'): Promise<number> {
  open.push(server)
  server.on('connection', (socket: Socket) => {
    seen.push(socket)
    socket.on('error', () => undefined)
  })
  server.on(
    server instanceof Object && 'setTicketKeys' in server ? 'secureConnection' : 'connection',
    (socket: Socket) => {
      socket.on('error', () => undefined)
      if (manner === 'echoes') socket.on('data', (bytes) => socket.write(bytes))
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const to = (port: number, tls: Target['tls'] = null, host = '127.0.0.1'): Target => ({
  service: 'mail-in',
  host,
  port,
  tls,
  timeoutMs: 5000,
})
const fetching = { kind: 'fetch-mail', accountId: 'a1' } as const
const trusting = { host: 'localhost', distrust: () => null }
const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve))
const echo = (socket: Socket, text: string) =>
  new Promise<string>((resolve) => {
    let heard = ''
    socket.on('data', (bytes) => {
      heard += String(bytes)
      if (heard.length >= text.length) resolve(heard)
    })
    socket.write(text)
  })

describe('a connection', () => {
  test('is recorded from its beginning to its end: why, how protected, how much', async () => {
    const port = await listen(createTlsServer(pair))
    const { network, ledger } = openTestNetwork()
    const socket = await network.line(fetching).connect(to(port, trusting, 'localhost'))
    expect(ledger.openNow).toBe(1)
    expect(await echo(socket, 'x'.repeat(50_000))).toHaveLength(50_000)
    const end = closed(socket)
    socket.destroy()
    await end
    await vi.waitFor(() => expect(ledger.openNow).toBe(0))
    const [event] = ledger.events()
    expect(event).toMatchObject({ service: 'mail-in', host: 'localhost', port, errand: fetching, outcome: 'closed' })
    expect(event).toMatchObject({ address: '127.0.0.1', problem: null, question: null })
    expect(event?.protection).toMatchObject({
      protocol: 'TLSv1.3',
      certificate: { subject: 'localhost', issuer: 'localhost' },
    })
    expect(event?.protection?.certificate?.fingerprint).toMatch(/^[\da-f]{64}$/)
    // What went over the wire, the handshake included, is more than what was said.
    expect(event?.bytesIn).toBeGreaterThan(50_000)
    expect(event?.bytesOut).toBeGreaterThan(50_000)
    const [server] = ledger.servers(0)
    expect(server).toMatchObject({
      times: 1,
      failed: 0,
      bytesIn: event?.bytesIn,
      errands: [{ errand: fetching, times: 1 }],
    })
  })

  test('in the clear is shown as such, and as protected once STARTTLS made it so', async () => {
    const port = await listen(createTlsServer(pair))
    const plain = await listen(createServer())
    const { network, ledger } = openTestNetwork()
    const line = network.line(fetching)
    const clear = await line.connect(to(plain))
    expect(ledger.events()[0]?.protection).toBeNull()
    const raw = await line.connect(to(port))
    await new Promise<void>((resolve) => line.secure(raw, trusting, resolve))
    expect(ledger.events().find((event) => event.port === port)?.protection).toMatchObject({ protocol: 'TLSv1.3' })
    for (const socket of [clear, raw]) socket.destroy()
    await vi.waitFor(() => expect(ledger.openNow).toBe(0))
  })

  test.each([
    ['nobody vouches for', null, 'certificate'],
    [
      'is not the one that was chosen',
      () => Object.assign(new Error('other'), { code: 'PINNED_CERTIFICATE_CHANGED' }),
      'certificate',
    ],
  ] as const)('to a server whose certificate %s sends nothing and is recorded as failed', async (_, distrust, code) => {
    const heard: string[] = []
    const server = createTlsServer(pair, (socket) => socket.on('data', (bytes) => heard.push(String(bytes))))
    const port = await listen(server)
    const { network, ledger } = openTestNetwork()
    const tls = distrust === null ? { host: 'localhost' } : { host: 'localhost', distrust }
    await expect(network.line(fetching).connect(to(port, tls))).rejects.toMatchObject({ code: expect.any(String) })
    await vi.waitFor(() => expect(ledger.openNow).toBe(0))
    expect(ledger.events()[0]).toMatchObject({ outcome: 'failed', problem: { code } })
    expect(heard).toEqual([])
  })

  test('that nobody takes, that is silent or not wanted any more ends, and says how', async () => {
    const { network, ledger } = openTestNetwork()
    const line = network.line(fetching)
    const free = await listen(createServer())
    await open.pop()?.close()
    await expect(line.connect(to(free))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const mute = await listen(createServer(), 'silent')
    await expect(line.connect({ ...to(mute, trusting), timeoutMs: 100 })).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    const stop = new AbortController()
    const stopped = line.connect(to(mute, trusting), stop.signal)
    stop.abort()
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    await expect(line.connect(to(mute), stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
    await vi.waitFor(() => expect(ledger.openNow).toBe(0))
    const codes = ledger.events().map(({ problem }) => problem?.code)
    expect(codes.sort()).toEqual(['cancelled', 'offline', 'timeout'])
  })

  test('that is cut is recorded as lost', async () => {
    const port = await listen(createServer())
    const proxy = await startFaultyProxy(port)
    open.push(proxy)
    const { network, ledger } = openTestNetwork()
    const socket = await network.line(fetching).connect(to(proxy.port))
    const end = closed(socket.resume())
    proxy.dropAll()
    await end
    await vi.waitFor(() => expect(ledger.openNow).toBe(0))
    expect(ledger.events()[0]?.closedAtMs).toBeTypeOf('number')
  })
})

describe('gone offline', () => {
  test('nothing new is opened, and what wanted to is listed', async () => {
    const port = await listen(createServer())
    const { network, ledger } = openTestNetwork()
    network.setOffline(true)
    const line = network.line(fetching)
    for (let time = 0; time < 2; time += 1) {
      await expect(line.connect(to(port))).rejects.toMatchObject({
        problem: { code: 'offline', server: `127.0.0.1:${port}` },
      })
    }
    const picture = network.line({ kind: 'show-pictures', messageId: 'm1' })
    const question = { accept: '*/*', protocols: ['http:'], timeoutMs: 1000 } as const
    await expect(picture.get(new URL(`http://127.0.0.1:${port}/a.png`), question)).rejects.toMatchObject({
      code: 'offline',
    })
    expect(seen).toEqual([])
    expect(ledger.events()).toEqual([])
    const refusals = ledger.refusals(0).map(({ reason, times, messageId }) => [reason, times, messageId])
    expect(refusals).toEqual([
      ['offline', 1, 'm1'],
      ['offline', 2, null],
    ])
    network.setOffline(false)
    ;(await line.connect(to(port))).destroy()
  })
})

describe('what is opened past the one place', () => {
  const failing = (socket: Socket | TLSSocket) =>
    new Promise<unknown>((resolve) => socket.once('error', (error) => resolve(Reflect.get(error, 'code'))))
  const rogues: [string, (port: number) => Promise<unknown>][] = [
    ['a TCP socket', (port) => failing(connectTcp(port, '127.0.0.1'))],
    ['a TCP socket by name', (port) => failing(connectTcp(port, 'localhost'))],
    ['a TLS socket', (port) => failing(connectTls({ port, host: '127.0.0.1' }))],
    [
      'a web request',
      (port) =>
        new Promise((resolve) =>
          httpGet(`http://127.0.0.1:${port}/`).once('error', (error) => resolve(Reflect.get(error, 'code'))),
        ),
    ],
    ['fetch', (port) => fetch(`http://127.0.0.1:${port}/`).catch((error) => error.cause.code)],
    [
      'a WebSocket',
      (port) =>
        new Promise((resolve) =>
          new WebSocket(`ws://127.0.0.1:${port}/`).addEventListener('error', () => resolve('UNEXPLAINED_CONNECTION')),
        ),
    ],
  ]

  test.each(rogues)('%s is refused before anything is sent, and listed with the place in the code', async (_, go) => {
    const port = await listen(createServer())
    const { network, ledger } = openTestNetwork()
    network.takeOver()
    try {
      expect(await go(port)).toBe('UNEXPLAINED_CONNECTION')
      // The same network still opens what it is asked for, so the server would have seen the other one.
      ;(await network.line(fetching).connect(to(port))).destroy()
      await vi.waitFor(() => expect(seen).toHaveLength(1))
      const refusals = ledger.refusals(0)
      expect(refusals).toMatchObject([{ reason: 'unexplained', times: 1, errand: { kind: 'unexplained' } }])
    } finally {
      network.close()
    }
    // Once nobody watches any more the same way is open: it was the watch that refused it.
    const socket = connectTcp(port, '127.0.0.1')
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.destroy()
  })

  test('a thread that reads mail is refused too, and the refusal is listed', async () => {
    const port = await listen(createServer())
    const { network, ledger } = openTestNetwork()
    network.takeOver()
    const thread = new Worker(new URL('./rogue-thread.fixture.ts', import.meta.url), { workerData: port })
    try {
      await vi.waitFor(() => expect(ledger.refusals(0)).toMatchObject([{ reason: 'unexplained', times: 1 }]), 20_000)
      ;(await network.line(fetching).connect(to(port))).destroy()
      await vi.waitFor(() => expect(seen).toHaveLength(1))
    } finally {
      network.close()
      await thread.terminate()
    }
  }, 30_000)

  test('a datagram is refused, and a pipe of this computer is not', async () => {
    const { network, ledger } = openTestNetwork()
    network.takeOver()
    try {
      const datagrams = createSocket('udp4')
      await new Promise((resolve) => datagrams.once('close', resolve))
      expect(ledger.refusals(0)).toMatchObject([{ reason: 'unexplained' }])
      const path = join(tmpdir(), `pipe-${process.pid}`)
      const server = createServer().listen(path)
      open.push(server)
      await new Promise((resolve) => server.once('listening', resolve))
      const pipe = connectTcp(path)
      await new Promise((resolve) => pipe.once('connect', resolve))
      pipe.destroy()
      expect(ledger.refusals(0)).toHaveLength(1)
    } finally {
      network.close()
    }
  })
})
