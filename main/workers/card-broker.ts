import { fail } from '../../core/defs/index.ts'
import type { CardBroker, CardSlice, ReaderOptions } from '../../core/ports.ts'
import { ThreadLost, type Threads } from './threads.ts'

/** vCards in the ingest threads (CardBroker of core/ports). */
export function createCardBroker(threads: Threads, timeMs: number): CardBroker {
  const bytes = (): ArrayBuffer => new ArrayBuffer(0)

  async function read(request: Parameters<CardBroker['read']>[0], options?: ReaderOptions): Promise<CardSlice> {
    const { file, ...asked } = request
    try {
      return await threads.run({ kind: 'read-cards', bytes: bytes(), file: shared(file), ...asked }, timeMs, options)
    } catch (thrown) {
      throw readable(thrown, 'This file of contacts cannot be read: it makes the reader stop. Nothing was changed.')
    }
  }

  return {
    read,
    async write(request, options) {
      try {
        return await threads.run({ kind: 'write-cards', bytes: bytes(), ...request }, timeMs, options)
      } catch (thrown) {
        throw readable(thrown, 'These contacts cannot be written as vCards. They are safe here. Try fewer of them.')
      }
    },
    async describe(request) {
      if (request.numbers.length + request.keys.length === 0) return { e164: [], keys: [] }
      try {
        return await threads.run({ kind: 'describe-cards', bytes: bytes(), ...request }, timeMs)
      } catch (thrown) {
        throw readable(thrown, 'This contact cannot be read: it makes the reader stop. Nothing was changed.')
      }
    },
  }
}

/** Read where it lies, unless it cannot be shared. */
function shared({ buffer, byteOffset, byteLength }: Uint8Array): SharedArrayBuffer {
  if (buffer instanceof SharedArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength) return buffer
  const copy = new SharedArrayBuffer(byteLength)
  new Uint8Array(copy).set(new Uint8Array(buffer, byteOffset, byteLength))
  return copy
}

const readable = (thrown: unknown, message: string): unknown =>
  thrown instanceof ThreadLost ? fail('limit', message, { details: thrown.message }) : thrown
