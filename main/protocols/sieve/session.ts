import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { type AnswerLine, AnswerReader, NotSieve } from './answers.ts'
import { sieveLimits } from './limits.ts'

export type Capabilities = ReadonlyMap<string, string>

/** What the server said no to, in its words. */
export class SieveRefusal extends Error {}

/** A conversation with a ManageSieve server over a socket; one command at a time. */
export interface SieveSession {
  /** the server's greeting, or what it says after STARTTLS */
  capabilities(): Promise<Capabilities>
  /** the lines before the final OK; SieveRefusal for NO and BYE */
  ask(command: string): Promise<AnswerLine[]>
}

export function openSieveSession(
  socket: Duplex,
  {
    signal,
    stallTimeoutMs = sieveLimits.stallTimeoutMs,
  }: { signal?: AbortSignal | undefined; stallTimeoutMs?: number },
): SieveSession {
  const reader = new AnswerReader()
  const lines: AnswerLine[] = []

  /** The next line; rejects when the connection ends, is silent for too long, or `signal` says so. */
  async function next(): Promise<AnswerLine> {
    for (;;) {
      const line = lines.shift()
      if (line !== undefined) return line
      lines.push(...reader.push(await chunk()))
    }
  }

  async function chunk(): Promise<Uint8Array> {
    const silence = AbortSignal.timeout(stallTimeoutMs)
    const stop = AbortSignal.any([silence, ...(signal === undefined ? [] : [signal])])
    for (;;) {
      const read: unknown = socket.read()
      if (read instanceof Uint8Array) return read
      if (socket.readableEnded || socket.destroyed) throw new Error('The connection was closed')
      const waiting = new AbortController()
      const options = { signal: AbortSignal.any([stop, waiting.signal]) }
      try {
        // `once` rejects with the error of the socket
        await Promise.race(['readable', 'end', 'close'].map((event) => once(socket, event, options)))
      } catch (thrown) {
        if (silence.aborted) throw Object.assign(new Error('The server says nothing'), { code: 'ETIMEDOUT' })
        throw thrown
      } finally {
        waiting.abort()
      }
    }
  }

  async function answer(): Promise<AnswerLine[]> {
    const before: AnswerLine[] = []
    for (;;) {
      const line = await next()
      const [first, ...rest] = line
      const status = first === undefined || first.string ? '' : first.text.toUpperCase()
      if (status === 'OK') return before
      if (status === 'NO' || status === 'BYE') throw new SieveRefusal(rest.find(({ string }) => string)?.text ?? status)
      before.push(line)
      if (before.length > sieveLimits.answerLines) throw new NotSieve('an answer without end')
    }
  }

  return {
    async capabilities() {
      const given = await answer()
      const found = given.flatMap(([name, value]): [string, string][] =>
        name?.string === true ? [[name.text.toUpperCase(), value?.text ?? '']] : [],
      )
      if (!found.some(([name]) => name === 'SIEVE' || name === 'IMPLEMENTATION')) throw new NotSieve('no capabilities')
      return new Map(found)
    },
    ask(command) {
      socket.write(`${command}\r\n`)
      return answer()
    },
  }
}

/** A string as a client may always send it: a literal that the server need not agree to (RFC 5804 4, `literal-c2s`). */
export const literal = (text: string): string => `{${Buffer.byteLength(text)}+}\r\n${text}`
