export { BlobFiles } from './files.ts'
export { blobReads, blobWrites, packedLimitBytes } from './packed.ts'
export { prepareBlobs, sizePages } from './schema.ts'
export { createBlobStore } from './store.ts'
