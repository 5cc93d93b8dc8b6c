import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type Errand, fail } from '../../core/defs/index.ts'
import { networkLimits } from './limits.ts'
import type { Sockets } from './sockets.ts'

export interface WebQuestion {
  readonly accept: string
  /** follow redirects to addresses that begin like this (`https:`) */
  readonly protocols: readonly ('http:' | 'https:')[]
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** What is posted. Redirects are never followed: they would carry it to somebody else. */
export interface WebMessage {
  readonly type: string
  readonly content: string
  readonly protocols: WebQuestion['protocols']
  /** refuse this computer and the network that it stands in */
  readonly publicOnly: boolean
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** The head of an answer; its content is read or dropped by whoever asked. */
export interface WebAnswer {
  /** where the redirects ended */
  readonly url: URL
  readonly status: number
  readonly type: string
  /** null when there are more bytes than that; the rest is not fetched */
  read(maxBytes: number): Promise<Uint8Array | null>
  drop(): void
}

/**
 * GET, and nothing that tells this program or person from another: no cookies, no referrer, no name in the address. One
 * connection a request, so that two messages are not told to belong to the same reader. Throws Node's error, or a
 * Failure: `refused` when it leads on and on or to another kind of address, `offline`.
 */
export async function webGet(sockets: Sockets, start: URL, errand: Errand, question: WebQuestion): Promise<WebAnswer> {
  const deadline = AbortSignal.timeout(question.timeoutMs)
  const signal = question.signal === undefined ? deadline : AbortSignal.any([question.signal, deadline])
  let url = start
  for (let hop = 0; hop <= networkLimits.webRedirects; hop += 1) {
    const protocol = question.protocols.find((allowed) => allowed === url.protocol)
    if (protocol === undefined) break
    const { message, socket } = await ask(sockets, url, errand, { ...question, signal })
    const location = nextOf(message, url)
    if (location === null) return answerOf(url, message, socket)
    socket.destroy()
    url = location
  }
  throw fail('refused', `${start.host} leads on and on to other addresses. Nothing was fetched.`, {
    server: start.host,
  })
}

/** POST, as bare as `webGet`. Throws Node's error, or a Failure: `refused` for another kind of address, `offline`. */
export async function webPost(sockets: Sockets, url: URL, errand: Errand, message: WebMessage): Promise<WebAnswer> {
  const { protocols, type, content, publicOnly, timeoutMs } = message
  if (!protocols.some((allowed) => allowed === url.protocol)) {
    throw fail('refused', `${url.host} is not reached over a protected connection. Nothing was sent.`, {
      server: url.host,
    })
  }
  const deadline = AbortSignal.timeout(timeoutMs)
  const signal = message.signal === undefined ? deadline : AbortSignal.any([message.signal, deadline])
  const asked = { accept: '*/*', timeoutMs, signal, publicOnly, body: { type, content } }
  const answer = await ask(sockets, url, errand, asked)
  return answerOf(url, answer.message, answer.socket)
}

interface Asked {
  readonly accept: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly publicOnly?: boolean
  /** of a POST */
  readonly body?: Pick<WebMessage, 'type' | 'content'>
}

async function ask(sockets: Sockets, url: URL, errand: Errand, asked: Asked) {
  const { timeoutMs, signal, publicOnly = false } = asked
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port || (secure ? 443 : 80))
  const target = { service: 'web' as const, host, port, tls: secure ? { host } : null, timeoutMs, publicOnly }
  const socket = await sockets.connect(target, errand, signal)
  try {
    return { message: await headOf(socket, url, asked), socket }
  } catch (thrown) {
    socket.destroy()
    throw thrown
  }
}

function headOf(socket: Socket, url: URL, { accept, signal, body }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: url.host,
      accept,
      'accept-encoding': 'identity',
      'user-agent': 'Mozilla/5.0',
      connection: 'close',
      ...(body ? { 'content-type': body.type, 'content-length': Buffer.byteLength(body.content) } : {}),
    }
    const request = httpRequest({
      method: body ? 'POST' : 'GET',
      createConnection: () => socket,
      path: url.pathname + url.search,
      headers,
      signal,
      maxHeaderSize: networkLimits.webHeaderBytes,
    })
    request.once('response', resolve).once('error', reject)
    request.end(body?.content)
  })
}

function nextOf({ statusCode = 0, headers }: IncomingMessage, url: URL): URL | null {
  if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return null
  return URL.parse(headers.location, url.href)
}

function answerOf(url: URL, message: IncomingMessage, socket: Socket): WebAnswer {
  return {
    url,
    status: message.statusCode ?? 0,
    type: message.headers['content-type'] ?? '',
    async read(maxBytes) {
      const chunks: Buffer[] = []
      let size = 0
      try {
        for await (const chunk of message) {
          if (!Buffer.isBuffer(chunk)) continue
          size += chunk.length
          if (size > maxBytes) return null
          chunks.push(chunk)
        }
        return Buffer.concat(chunks)
      } finally {
        socket.destroy()
      }
    },
    drop: () => void socket.destroy(),
  }
}
