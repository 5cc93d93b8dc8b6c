import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testLine } from '../../../devtools/rig/index.ts'
import { fetchImage } from './index.ts'

const line = testLine()

let server: Server
let base: string
let requests: IncomingMessage[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request)
    const [path] = (request.url ?? '').split('?')
    if (path === '/picture.png')
      response.setHeader('set-cookie', 'who=you').setHeader('content-type', 'image/png').end('PNG')
    else if (path === '/there') response.writeHead(302, { location: '/picture.png' }).end()
    else if (path === '/round') response.writeHead(302, { location: '/round' }).end()
    else if (path === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    else if (path === '/page') response.setHeader('content-type', 'text/html').end('<script>')
    else if (path === '/huge') response.setHeader('content-type', 'image/png').end(Buffer.alloc(21 * 1024 * 1024))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  requests = []
})
afterAll(() => server.close())

test('a picture comes without cookies or referrer, the second time too', async () => {
  await fetchImage(`${base}/picture.png`, { line })
  const picture = await fetchImage(`${base}/there`, { line })
  expect(picture).toMatchObject({ name: 'picture.png', type: 'image/png' })
  expect(Buffer.from(picture.bytes).toString()).toBe('PNG')
  expect(requests.map(({ headers }) => [headers.cookie, headers.referer, headers['user-agent']])).toEqual(
    Array.from({ length: 3 }, () => [undefined, undefined, 'Mozilla/5.0']),
  )
})

test.each([
  ['/page', 'invalid'],
  ['/huge', 'limit'],
  ['/nothing', 'refused'],
  ['/round', 'refused'],
  ['/file', 'refused'],
])('%s is %s, with the server named', async (path, code) => {
  await expect(fetchImage(`${base}${path}`, { line })).rejects.toMatchObject({
    problem: { code, server: expect.stringContaining('127.0.0.1') },
  })
})

test('a server that is not there is said', async () => {
  await expect(fetchImage('http://127.0.0.1:9/x.png', { line })).rejects.toMatchObject({ code: 'offline' })
})
