import type { BlobStore } from '../contracts/index.ts'
import type { ThreadPool } from '../pool/index.ts'
import type { blobReads, blobWrites } from './packed.ts'

export type BlobReadOperations = { readonly blobs: ReturnType<typeof blobReads> }
export type BlobWriteOperations = { readonly blobs: ReturnType<typeof blobWrites> }

/** Host side of BlobStore: reads have a thread of their own, so that opening a message never waits for an import. */
export function createBlobStore(
  reader: ThreadPool<BlobReadOperations>,
  writer: ThreadPool<BlobWriteOperations>,
): BlobStore {
  return {
    put: (blobs) => (blobs.length === 0 ? Promise.resolve() : writer.call('blobs', 'put', [blobs])),
    get: (hash) => reader.call('blobs', 'get', [hash]),
    has: (hashes) => reader.call('blobs', 'has', [hashes]),
    remove: (hashes) => writer.call('blobs', 'remove', [hashes]),
    walk: (after, limit) => reader.call('blobs', 'walk', [after, limit], { priority: 'batch' }),
    size: () => reader.call('blobs', 'size', []),
  }
}
