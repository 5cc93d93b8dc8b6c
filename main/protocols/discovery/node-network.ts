import { Resolver } from 'node:dns/promises'
import { connect } from 'node:tls'
import type { DiscoveryNetwork } from './network.ts'

/** The real network. DNS answers of "no such name" are empty lists; other failures reject. */
export function createDiscoveryNetwork(): DiscoveryNetwork {
  return {
    resolveSrv: (name, signal) => resolve(signal, (resolver) => resolver.resolveSrv(name)),
    resolveMx: (name, signal) => resolve(signal, (resolver) => resolver.resolveMx(name)),
    async fetchText(url, maxBytes, signal) {
      const response = await fetch(url, {
        signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        headers: { accept: 'text/xml, application/xml' },
      })
      if (!response.ok || new URL(response.url).protocol !== 'https:') {
        await response.body?.cancel()
        return null
      }
      return readBounded(response, maxBytes)
    },
    answersTls: (host, port, signal) =>
      new Promise((done) => {
        const socket = connect({ host, port, servername: host })
        const end = (answer: boolean): void => {
          signal.removeEventListener('abort', abort)
          socket.destroy()
          done(answer)
        }
        const abort = (): void => end(false)
        signal.addEventListener('abort', abort, { once: true })
        socket.once('secureConnect', () => end(true))
        socket.once('error', () => end(false))
        if (signal.aborted) end(false)
      }),
  }
}

async function resolve<T>(signal: AbortSignal, ask: (resolver: Resolver) => Promise<T[]>): Promise<T[]> {
  signal.throwIfAborted()
  const resolver = new Resolver()
  const abort = (): void => resolver.cancel()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await ask(resolver)
  } catch (thrown) {
    const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw thrown
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
