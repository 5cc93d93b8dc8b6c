import { hash as hashOf } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import type { EncodedBlob } from '../../storage/contracts/index.ts'

/** zstd 3 halves mail at 140 MB a CPU-second; 9 wins two per cent more at a third of the speed (doc/performance.md). */
const params = { [constants.ZSTD_c_compressionLevel]: 3 }
/** Output comes in pieces of this size: as big as the message needs, since making one costs as much as a small message. */
const chunk = { least: 1_024, most: 1_048_576 }

/** Hash and compress; bytes that do not shrink stay as they are. */
export function encodeBlob(raw: Uint8Array): EncodedBlob {
  const hash = hashOf('sha256', raw)
  const chunkSize = Math.min(Math.max(raw.length, chunk.least), chunk.most)
  // told the size, zstd clears tables that fit the message instead of megabytes for each
  const packed = zstdCompressSync(raw, { params, chunkSize, pledgedSrcSize: raw.length })
  const blob: EncodedBlob =
    packed.length >= raw.length
      ? plainBlob(raw, hash)
      : { hash, codec: 'zstd', bytes: ownBytes(packed), sizeBytes: raw.length }
  // one that lies in Node's pool is not ours to let go
  if (packed.buffer.byteLength > Buffer.poolSize) letGo(packed.buffer)
  return blob
}

/** Without compression, for the thread that must not be kept busy. */
export function plainBlob(raw: Uint8Array, hash = hashOf('sha256', raw)): EncodedBlob {
  return { hash, codec: 'raw', bytes: ownBytes(raw), sizeBytes: raw.length }
}

/** A copy in a buffer of its own: a view into a shared one would take all of that along to the other thread. */
export const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.prototype.slice.call(bytes)

/** Frees them at once: bytes that wait for the collector make it run far more often than the objects of a message do. */
export function letGo(bytes: ArrayBuffer): void {
  bytes.transfer(0)
}
