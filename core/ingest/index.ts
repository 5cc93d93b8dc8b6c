export { createIngest } from './ingest.ts'
export type { Ingest, IngestItem, IngestOptions, IngestOutcome } from './item.ts'
