export type { Door } from './call.ts'
export { createClient, createDoor } from './call.ts'
export type { Ingest, IngestItem, IngestOptions, IngestOutcome } from './ingest/item.ts'
export type { Clock, Events, Logger, MailPart } from './ports.ts'
