import { createHash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import { fail } from '../../core/defs/index.ts'
import type { BlobStore, EncodedBlob } from '../contracts/index.ts'

export function memoryBlobs(): BlobStore {
  const blobs = new Map<string, EncodedBlob>()
  return {
    async put(added) {
      for (const blob of added) if (!blobs.has(blob.hash)) blobs.set(blob.hash, structuredClone(blob))
    },
    async get(hash) {
      const blob = blobs.get(hash)
      if (blob === undefined) return null
      const raw = blob.codec === 'raw' ? blob.bytes : zstdDecompressSync(blob.bytes)
      if (createHash('sha256').update(raw).digest('hex') === hash) return Uint8Array.from(raw)
      throw fail('corrupt', 'The stored bytes of a message are damaged. Fetch it from its server again.', {
        source: hash,
      })
    },
    async has(hashes) {
      return new Set(hashes.filter((hash) => blobs.has(hash)))
    },
    async remove(hashes) {
      for (const hash of hashes) blobs.delete(hash)
    },
    async walk(after, limit) {
      const sorted = [...blobs.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1))
      return sorted
        .filter((blob) => after === null || blob.hash > after)
        .slice(0, limit)
        .map(({ hash, sizeBytes, bytes }) => ({ hash, sizeBytes, storedBytes: bytes.byteLength }))
    },
    async size() {
      let rawBytes = 0
      let storedBytes = 0
      for (const blob of blobs.values()) {
        rawBytes += blob.sizeBytes
        storedBytes += blob.bytes.byteLength
      }
      return { count: blobs.size, rawBytes, storedBytes }
    },
  }
}
