export { BlobFiles } from './files.ts'
export { blobHashes, blobReads, blobWrites, packedLimitBytes } from './packed.ts'
export { prepareBlobs, sizePages } from './schema.ts'
export { createBlobStore } from './store.ts'
