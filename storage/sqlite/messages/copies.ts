import { z } from 'zod'
import type { Message } from '../../../core/defs/index.ts'
import type { StoredId } from '../interned/index.ts'

type Copies = Message['copies']

const hashBytes = 32
const sizeBytes = 6
/** the most that fits in `sizeBytes` */
const largest = 2 ** (8 * sizeBytes) - 1
const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/**
 * `messages.copies`: null without any; 32 bytes for one copy of the size that the message has; 38 bytes a copy, hash and
 * size, otherwise. What is no hash stands as JSON.
 */
export function packCopies(copies: Copies, messageBytes: number): StoredId | null {
  if (copies.length === 0) return null
  if (!copies.every((copy) => isHash(copy.blob) && copy.sizeBytes <= largest)) {
    return JSON.stringify(copies.map((copy) => [copy.blob, copy.sizeBytes]))
  }
  const [only] = copies
  if (only !== undefined && copies.length === 1 && only.sizeBytes === messageBytes) return Buffer.from(only.blob, 'hex')
  return Buffer.concat(
    copies.map((copy) => {
      const bytes = Buffer.alloc(hashBytes + sizeBytes)
      bytes.write(copy.blob, 0, 'hex')
      bytes.writeUIntBE(copy.sizeBytes, hashBytes, sizeBytes)
      return bytes
    }),
  )
}

const written = z.array(z.tuple([z.string(), z.number()]))

export function unpackCopies(stored: StoredId | null, messageBytes: number): Copies {
  if (stored === null) return []
  if (typeof stored === 'string') {
    return written.parse(JSON.parse(stored)).map(([blob, size]) => ({ blob, sizeBytes: size }))
  }
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  if (bytes.length === hashBytes) return [{ blob: bytes.toString('hex'), sizeBytes: messageBytes }]
  const each = hashBytes + sizeBytes
  if (bytes.length % each !== 0) throw new Error(`${bytes.length} bytes are no list of copies`)
  return Array.from({ length: bytes.length / each }, (_, i) => ({
    blob: bytes.toString('hex', i * each, i * each + hashBytes),
    sizeBytes: bytes.readUIntBE(i * each + hashBytes, sizeBytes),
  }))
}
