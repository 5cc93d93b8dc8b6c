export { createIngest } from './ingest.ts'
export type { Ingest, IngestItem } from './item.ts'
export type { Judge, JudgedMail } from './judge.ts'
export { type LostMessages, rebuildFromBlobs } from './rebuild.ts'
