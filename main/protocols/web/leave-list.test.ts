import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestNetwork, testLine } from '../../../devtools/rig/index.ts'
import { leaveList } from './index.ts'

const here = { protocols: ['http:'], publicOnly: false } as const

let server: Server
let base: string
let asked: { request: IncomingMessage; body: string }[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push({ request, body: await text(request) })
    if (request.url === '/gone') response.writeHead(410).end()
    else if (request.url === '/elsewhere') response.writeHead(307, { location: '/leave' }).end()
    else if (request.url === '/endless') response.write(Buffer.alloc(1024 * 1024))
    else if (request.url === '/silent') return
    else response.setHeader('set-cookie', 'who=you').end('done')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  asked = []
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('a list is told in the one way that RFC 8058 knows, without cookies or anything else of the reader', async () => {
  for (let time = 0; time < 2; time += 1) await leaveList(`${base}/leave?u=5#you`, { line: testLine(), reach: here })
  expect(asked.map(({ request, body }) => [request.method, request.url, body])).toEqual(
    Array.from({ length: 2 }, () => ['POST', '/leave?u=5', 'List-Unsubscribe=One-Click']),
  )
  for (const { request } of asked) {
    expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(Object.keys(request.headers).sort()).toEqual(
      ['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host', 'user-agent'].sort(),
    )
  }
})

test('no redirect is followed', async () => {
  await expect(leaveList(`${base}/elsewhere`, { line: testLine(), reach: here })).rejects.toMatchObject({
    code: 'refused',
    problem: { details: 'HTTP 307' },
  })
  expect(asked.map(({ request }) => request.url)).toEqual(['/elsewhere'])
})

test('a server that refuses is named, one that never stops is not listened to for long', async () => {
  await expect(leaveList(`${base}/gone`, { line: testLine(), reach: here })).rejects.toMatchObject({ code: 'refused' })
  await leaveList(`${base}/endless`, { line: testLine(), reach: here })
})

test('who does not wait any longer is told that nothing has changed', async () => {
  const stop = new AbortController()
  const leaving = leaveList(`${base}/silent`, { line: testLine(), reach: here, signal: stop.signal })
  await expect.poll(() => asked.length).toBe(1)
  stop.abort()
  await expect(leaving).rejects.toMatchObject({ code: 'cancelled' })
})

test.each([
  'https://127.0.0.1/leave',
  'https://localhost/leave',
  'https://[::1]/leave',
  'https://192.168.1.1/leave',
  'https://169.254.169.254/latest/meta-data',
  'https://[::ffff:10.0.0.1]/leave',
  'https://2130706433/leave',
])('%s is within this computer or its network: refused, and nothing is sent', async (address) => {
  const { network, ledger } = openTestNetwork()
  const line = network.line({ kind: 'leave-list', messageId: 'm1' })
  await expect(leaveList(address, { line })).rejects.toMatchObject({ code: 'refused' })
  expect(ledger.openNow).toBe(0)
  network.close()
})

test.each(['http://lists.example.com/', 'ftp://lists.example.com/'])(
  '%s is no protected connection',
  async (address) => {
    await expect(leaveList(address, { line: testLine() })).rejects.toMatchObject({ code: 'refused' })
  },
)

test.each(['https://you:secret@lists.example.com/', 'no address'])('%s is not used', async (address) => {
  await expect(leaveList(address, { line: testLine() })).rejects.toMatchObject({ code: 'invalid' })
})
