export { createIngest } from './ingest.ts'
export type { Ingest, IngestItem } from './item.ts'
export { rebuildFromBlobs } from './rebuild.ts'
