export { createIngestPool, type IngestPool, type IngestPoolOptions } from './ingest-pool.ts'
