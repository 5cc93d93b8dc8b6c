import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CallContext, type CoreEvent, fail, operationList } from '../../../core/defs/index.ts'
import { limits } from './limits.ts'
import { type RestServer, startRest } from './server.ts'

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
  bytes: Buffer
}
type Ask = { method?: string; headers?: Record<string, string>; body?: string | undefined }

/** By node:http and not fetch, which will not send a wrong Host. */
function ask(target: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { port: server.port, host: '127.0.0.1', path: target, method, headers },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: bytes.toString(), bytes })
        })
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const json = { 'content-type': 'application/json' }
const bearer = () => ({ authorization: `Bearer ${server.token}` })
const post = (target: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(target, { method: 'POST', headers: { ...bearer(), ...json, ...headers }, body: JSON.stringify(body) })

let server: RestServer
let answerWith: (name: string, input: unknown, context: CallContext) => Promise<unknown>
let calls: { name: string; input: unknown; context: CallContext }[]
const listeners = new Set<(event: CoreEvent) => void>()
const emit = (event: CoreEvent) => {
  for (const listener of listeners) listener(event)
}
const pages = fs.mkdtempSync(path.join(os.tmpdir(), 'caliopen-pages-'))

beforeAll(async () => {
  fs.mkdirSync(path.join(pages, 'assets'))
  fs.writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>Caliopen</title>')
  fs.writeFileSync(path.join(pages, 'assets', 'main-1234.js'), 'void 0')
  server = await startRest({
    door: {
      call(name, input, context) {
        calls.push({ name, input, context })
        return answerWith(name, input, context)
      },
      client: {} as never,
    },
    events: {
      emit,
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    port: 0,
    version: '0.0.0',
    pagesDirectory: pages,
  })
})
beforeEach(() => {
  calls = []
  answerWith = async () => ({})
})
afterAll(async () => {
  await server.close()
  fs.rmSync(pages, { recursive: true })
})

describe('operations over HTTP', () => {
  test('every operation has a route, and queries can be asked by GET', async () => {
    for (const { name, noun, verb, operation } of operationList) {
      expect((await post(`/api/v1/${noun}/${verb}`, { a: 1 })).status, name).toBe(200)
      const got = await ask(`/api/v1/${noun}/${verb}`, { headers: bearer() })
      expect(got.status, name).toBe(operation.kind === 'query' ? 200 : 404)
    }
    const names = new Set(calls.map(({ name }) => name))
    expect(names.size).toBe(operationList.length)
  })

  test('query parameters become the types that the schema asks for', async () => {
    await ask('/api/v1/messages/list?view=all&unread=true&limit=7&cursor=12', { headers: bearer() })
    await ask('/api/v1/search/suggest?text=42&kinds=person&limit=x', { headers: bearer() })
    await ask('/api/v1/search/snippets?query=a&ids=["1","2"]', { headers: bearer() })
    expect(calls.map(({ input }) => input)).toEqual([
      { view: 'all', unread: true, limit: 7, cursor: '12' },
      { text: '42', kinds: ['person'], limit: 'x' },
      { query: 'a', ids: ['1', '2'] },
    ])
    const broken = await ask('/api/v1/search/snippets?query=a&ids=[', { headers: bearer() })
    expect(broken.status).toBe(400)
    expect(JSON.parse(broken.text)).toMatchObject({ code: 'invalid', field: 'ids' })
  })

  test('any text survives the way through a query parameter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (query) => {
        calls = []
        await ask(`/api/v1/search/messages?${new URLSearchParams({ query })}`, { headers: bearer() })
        expect(calls[0]?.input).toEqual({ query: query.toWellFormed() })
      }),
      { numRuns: 50 },
    )
  })

  test('a failure is a problem document with everything a client needs, and no stack trace', async () => {
    answerWith = async () => {
      throw fail('certificate', 'The certificate of mail.example.org is not trusted.', {
        server: 'mail.example.org:993',
      })
    }
    const refused = await post('/api/v1/sync/now', {})
    expect(refused.status).toBe(502)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    expect(JSON.parse(refused.text)).toMatchObject({
      type: 'urn:caliopen:error:certificate',
      status: 502,
      code: 'certificate',
      detail: 'The certificate of mail.example.org is not trusted.',
      server: 'mail.example.org:993',
    })
    answerWith = async () => {
      throw new Error('boom')
    }
    const inside = await post('/api/v1/sync/now', {})
    expect(inside.status).toBe(500)
    expect(inside.text).not.toContain('.ts:')
  })

  test('broken JSON, other types and bodies that are too large are refused before any operation', async () => {
    const headers = { ...bearer(), ...json }
    const broken = await ask('/api/v1/accounts/list', { method: 'POST', headers, body: '{"a":' })
    expect([broken.status, JSON.parse(broken.text).code]).toEqual([400, 'invalid'])
    const form = await ask('/api/v1/accounts/list', {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'text/plain' },
      body: '{}',
    })
    expect([form.status, JSON.parse(form.text).code]).toEqual([415, 'unsupported'])
    const large = await ask('/api/v1/accounts/list', {
      method: 'POST',
      headers: { ...headers, 'content-length': String(limits.jsonBodyBytes + 1) },
    }).catch(() => null)
    expect(large === null || large.status === 413).toBe(true)
    expect(calls).toEqual([])
  })

  test('a client that goes away stops the work', async () => {
    const stopped = new Promise<void>((resolve) => {
      answerWith = (_name, _input, { signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => {
            resolve()
            reject(fail('cancelled', 'Stopped.'))
          })
          request.destroy()
        })
    })
    const request = http.get({ port: server.port, path: '/api/v1/sync/status', headers: bearer() })
    request.on('error', () => {})
    await stopped
  })
})

describe('files', () => {
  const bytes = Uint8Array.from([0, 255, 10, 13])
  beforeEach(() => {
    answerWith = async () => ({ name: 'Übersicht "1".html', type: 'text/html', bytes })
  })

  test('are base64 in JSON', async () => {
    const { text } = await ask('/api/v1/messages/attachment?id=m&index=0', { headers: bearer() })
    expect(JSON.parse(text)).toEqual({ name: 'Übersicht "1".html', type: 'text/html', bytes: 'AP8KDQ==' })
  })

  test.each([
    ['/api/v1/messages/attachment?id=m&index=0&download=1', {}],
    ['/api/v1/messages/attachment?id=m&index=0', { accept: 'text/html,image/png,*/*;q=0.8' }],
  ])('come as they are when asked for, and never as a page of ours (%s)', async (target, headers) => {
    const got = await ask(target, { headers: { ...bearer(), ...headers } })
    expect([...got.bytes]).toEqual([...bytes])
    expect(got.headers['content-disposition']).toBe(
      `attachment; filename="_bersicht _1_.html"; filename*=UTF-8''%C3%9Cbersicht%20%221%22.html`,
    )
    expect(got.headers['x-content-type-options']).toBe('nosniff')
    expect(got.headers['content-security-policy']).toContain('sandbox')
  })

  test('with a media type that is no media type are plain bytes', async () => {
    answerWith = async () => ({ name: 'a', type: 'text/html\r\nset-cookie: a=b', bytes: Buffer.from(bytes) })
    const got = await ask('/api/v1/messages/raw?id=m&download=1', { headers: bearer() })
    expect(got.headers['content-type']).toBe('application/octet-stream')
    expect(got.headers['set-cookie']).toBeUndefined()
  })
})

describe('who may ask', () => {
  const session = async () => {
    const token = new URL(server.windowAddress()).searchParams.get('token')
    const answer = await ask('/api/session', { method: 'POST', headers: json, body: JSON.stringify({ token }) })
    return { token, answer, cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '' }
  }

  test('nobody without a token', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { cookie: `caliopen_session_${server.port}=x` }]) {
      const refused = await ask('/api/v1/accounts/list', { headers: headers as Record<string, string> })
      expect([refused.status, JSON.parse(refused.text).code]).toEqual([401, 'auth'])
      expect(refused.headers['www-authenticate']).toContain('Bearer')
    }
    expect((await ask('/api/v1/events')).status).toBe(401)
    expect(calls).toEqual([])
  })

  test('a window exchanges its token once, for a cookie that scripts cannot read', async () => {
    const { token, answer, cookie } = await session()
    expect(answer.status).toBe(204)
    expect(answer.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict$/)
    expect((await ask('/api/v1/accounts/list', { headers: { cookie } })).status).toBe(200)
    const again = await ask('/api/session', { method: 'POST', headers: json, body: JSON.stringify({ token }) })
    expect(again.status).toBe(401)
  })

  test('a change made with the cookie must come from our own page', async () => {
    const { cookie } = await session()
    const change = (headers: Record<string, string>) =>
      ask('/api/v1/sync/now', { method: 'POST', headers: { cookie, ...json, ...headers }, body: '{}' })
    expect((await change({})).status).toBe(403)
    expect((await change({ origin: server.origin })).status).toBe(200)
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await change({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await change({ origin: 'http://127.0.0.1:1' })).status).toBe(403)
    expect((await change({ origin: 'null' })).status).toBe(403)
  })

  test('no other page, and no other name for this computer', async () => {
    const asked = (headers: Record<string, string>, target = '/api/v1/accounts/list') =>
      ask(target, { headers: { ...bearer(), ...headers } }).then(({ status }) => status)
    expect(await asked({ host: 'evil.example' })).toBe(403)
    expect(await asked({ host: `evil.example:${server.port}` })).toBe(403)
    expect(await asked({ host: `127.0.0.1:${server.port + 1}` })).toBe(403)
    expect(await asked({ host: 'evil.example' }, '/')).toBe(403)
    expect(await asked({ host: `localhost:${server.port}` })).toBe(200)
    expect(await asked({ origin: 'https://evil.example' })).toBe(403)
    expect(await asked({ 'sec-fetch-site': 'cross-site' })).toBe(403)
  })

  test('guessing tokens ends soon', async () => {
    let last = 0
    for (let attempt = 0; attempt <= limits.exchangesPerMinute; attempt += 1) {
      last = (await ask('/api/session', { method: 'POST', headers: json, body: '{"token":"x"}' })).status
    }
    expect(last).toBe(429)
  })
})

describe('pages', () => {
  test('every view is an address', async () => {
    for (const target of ['/', '/messages/abc', '/search?q=a.b']) {
      const page = await ask(target)
      expect([target, page.status, page.text]).toEqual([target, 200, '<!doctype html><title>Caliopen</title>'])
      expect(page.headers['content-security-policy']).toContain("default-src 'none'")
      expect(page.headers['content-security-policy']).not.toContain('https:')
      expect(page.headers['cache-control']).toBe('no-store')
      expect(page.headers['referrer-policy']).toBe('no-referrer')
    }
    expect((await ask('/assets/main-1234.js')).headers['cache-control']).toContain('immutable')
  })

  test('what is not there is said so, and nothing outside the build is served', async () => {
    for (const target of ['/assets/gone.js', '/api/v2/x']) {
      expect((await ask(target, { headers: bearer() })).status).toBe(404)
    }
    expect((await ask('/..%2f..%2fetc%2fpasswd')).text).not.toContain('root:')
  })
})

test('the description names every operation and takes bytes as base64', async () => {
  const { text } = await ask('/api/openapi.json')
  const document = JSON.parse(text)
  expect(document.openapi).toBe('3.1.0')
  for (const { noun, verb, operation } of operationList) {
    const item = document.paths[`/api/v1/${noun}/${verb}`]
    expect(item.post.summary).toBe(operation.summary)
    expect('get' in item).toBe(operation.kind === 'query')
  }
  expect(document.components.schemas.Bytes).toMatchObject({ type: 'string', contentEncoding: 'base64' })
  const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
  expect(references.length).toBeGreaterThan(operationList.length)
  for (const [, kind = '', name = ''] of references) expect(document.components[kind], name).toHaveProperty([name])
  const list = document.paths['/api/v1/messages/list'].get.parameters
  expect(list).toContainEqual(expect.objectContaining({ name: 'limit', in: 'query', required: false }))
})

describe('events', () => {
  const listen = async (headers: Record<string, string> = {}) => {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      http
        .get({ port: server.port, path: '/api/v1/events', headers: { ...bearer(), ...headers } }, resolve)
        .on('error', reject)
    })
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    const until = async (pattern: RegExp) => {
      while (!pattern.test(text)) await new Promise((next) => setTimeout(next, 5))
      return text
    }
    return { response, until, close: () => response.destroy() }
  }
  const draft = (draftId: string): CoreEvent => ({ type: 'drafts.changed', draftId })

  test('reach who listens, and who comes back gets what was missed', async () => {
    const first = await listen()
    expect(first.response.headers['content-type']).toContain('text/event-stream')
    await first.until(/retry/)
    emit(draft('one'))
    const id = /id: (\S+)\ndata: .*"one"/.exec(await first.until(/"one"/))?.[1] ?? ''
    first.close()
    emit(draft('two'))
    const second = await listen({ 'last-event-id': id })
    const text = await second.until(/"two"/)
    expect(text).not.toContain('"one"')
    second.close()
  })

  test('who was away too long, or in another run, is told to read anew', async () => {
    const stranger = await listen({ 'last-event-id': 'other-3' })
    await stranger.until(/event: reset/)
    stranger.close()
    const id = await listen()
    await id.until(/retry/)
    emit(draft('first'))
    const seen = /id: (\S+)/.exec(await id.until(/"first"/))?.[1] ?? ''
    id.close()
    for (let i = 0; i <= limits.eventsKept; i += 1) emit(draft(String(i)))
    const late = await listen({ 'last-event-id': seen })
    await late.until(/event: reset/)
    late.close()
  })

  test('one that does not read holds nothing up, and is told to read anew', async () => {
    const slow = await listen()
    await slow.until(/retry/)
    slow.response.pause()
    const filler = 'x'.repeat(64 * 1024)
    for (let i = 0; i < 400; i += 1) {
      emit(draft(filler))
      if (i % 20 === 0) await new Promise((next) => setImmediate(next))
    }
    slow.response.resume()
    expect((await slow.until(/event: reset/)).length).toBeLessThan(400 * filler.length)
  })
})
