// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest'
import { Failure } from '../../core/defs/index.ts'
import { httpConnection } from './http.ts'
import { ipcConnection } from './ipc.ts'
import { openSession } from './session.ts'

afterEach(() => vi.unstubAllGlobals())

/** A server that answers one thing, and keeps what it was asked. */
function serve(status: number, body: unknown) {
  const asked: { address: string; body: unknown }[] = []
  vi.stubGlobal('fetch', async (address: string, options: { body: string }) => {
    asked.push({ address, body: JSON.parse(options.body) })
    return new Response(status === 204 ? null : JSON.stringify(body), { status })
  })
  return asked
}

test('a call goes to its noun and verb, bytes as base64 both ways', async () => {
  const asked = serve(200, { name: 'a.png', type: 'image/png', bytes: btoa('\x00\xff') })
  const { client } = httpConnection()
  const file = await client.messages.attachment({ id: 'm', index: 0 })
  expect([...file.bytes]).toEqual([0, 255])
  expect(asked[0]).toEqual({ address: '/api/v1/messages/attachment', body: { id: 'm', index: 0 } })

  const chunk = serve(200, {})
  await client.imports.chunk({ uploadId: 'u', offset: 0, bytes: Uint8Array.of(104, 105) })
  expect(chunk[0]?.body).toEqual({ uploadId: 'u', offset: 0, bytes: btoa('hi') })
})

test('a problem document becomes the failure it describes', async () => {
  serve(404, { type: 'about:blank', title: 'Not found', status: 404, code: 'not-found', message: 'Gone.', field: 'id' })
  const failure = await httpConnection()
    .client.messages.get({ id: 'x' })
    .catch((thrown: unknown) => thrown)
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({ problem: { code: 'not-found', message: 'Gone.', field: 'id' } })
})

test('a program that is gone is said so, and an answer of another shape is an error', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(httpConnection().client.accounts.list({})).rejects.toMatchObject({ problem: { code: 'offline' } })
  serve(200, { items: [{ id: 1 }] })
  await expect(httpConnection().client.accounts.list({})).rejects.toThrow()
})

test('the one-time token is exchanged and leaves the address', async () => {
  history.replaceState(null, '', '/threads/t1?token=secret&in=starred')
  const asked = serve(204, {})
  await openSession().catch(() => {})
  expect(location.pathname + location.search).toBe('/threads/t1?in=starred')
  expect(asked[0]).toEqual({ address: '/api/session', body: { token: 'secret' } })
})

test('over the bridge, a refusal is the same failure, and giving up is told', async () => {
  const cancelled: string[] = []
  const { client } = ipcConnection({
    call: async (name) =>
      name === 'system.info' ? new Promise(() => {}) : { problem: { code: 'limit', message: 'Too much.' } },
    cancel: (callId) => cancelled.push(callId),
    subscribe: () => () => {},
  })
  await expect(client.accounts.list({})).rejects.toMatchObject({ problem: { code: 'limit', message: 'Too much.' } })
  const stop = new AbortController()
  void client.system.info({}, { signal: stop.signal })
  stop.abort()
  expect(cancelled).toHaveLength(1)
})
