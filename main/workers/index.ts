export { createIngestPool } from './ingest-pool.ts'
export { createVerifyPool } from './verify-pool.ts'
