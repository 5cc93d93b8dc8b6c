export { createIngestPool } from './ingest-pool.ts'
