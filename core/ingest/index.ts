export { createIngest } from './ingest.ts'
export type { Ingest, IngestItem, IngestOptions, IngestOutcome } from './item.ts'
export { type RebuildOptions, type RebuildProgress, rebuildFromBlobs } from './rebuild.ts'
