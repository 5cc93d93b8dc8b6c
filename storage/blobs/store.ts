import type { BlobStore, EncodedBlob } from '../contracts/index.ts'
import type { ThreadPool } from '../pool/index.ts'
import type { blobReads, blobWrites } from './packed.ts'

type BlobReadOperations = { readonly blobs: ReturnType<typeof blobReads> }
type BlobWriteOperations = { readonly blobs: ReturnType<typeof blobWrites> }

/** Host side of BlobStore: writes have a thread of their own, reads go beside the other reads. */
export function createBlobStore(
  readers: Pick<ThreadPool<BlobReadOperations>, 'call'>,
  writer: ThreadPool<BlobWriteOperations>,
): BlobStore {
  return {
    async put(blobs, options) {
      if (blobs.length === 0) return
      const transfer = options?.move === true ? ownBuffers(blobs) : []
      await writer.call('blobs', 'put', [blobs], { transfer })
    },
    get: (hash) => readers.call('blobs', 'get', [hash]),
    has: (hashes) => readers.call('blobs', 'has', [hashes]),
    remove: (hashes) => writer.call('blobs', 'remove', [hashes]),
    walk: (after, limit) => readers.call('blobs', 'walk', [after, limit], { priority: 'batch' }),
    size: () => readers.call('blobs', 'size', []),
  }
}

/** Those that hold one blob and nothing else. */
function ownBuffers(blobs: readonly EncodedBlob[]): ArrayBuffer[] {
  const own = new Set<ArrayBuffer>()
  for (const { bytes } of blobs) {
    if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength) own.add(bytes.buffer)
  }
  return [...own]
}
