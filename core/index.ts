export type { Authentication, Checked, DueCheck } from './authentication/index.ts'
export type { Bulk } from './bulk/index.ts'
export type { Door } from './call.ts'
export { createDoor } from './call.ts'
export {
  type ConnectionLedger,
  type Connections,
  createConnections,
  type OpenConnection,
} from './connections/index.ts'
export { type Core, createCore } from './core.ts'
export { createEvents } from './events/index.ts'
export type { Importance } from './importance/index.ts'
export { type LostMessages, rebuildFromBlobs } from './ingest/index.ts'
export type { Ingest, IngestItem, IngestOutcome } from './ingest/item.ts'
export { createChangeLog } from './log/index.ts'
export type { Mirror, Replayed } from './mirror/index.ts'
export type { Notifications } from './notifications/index.ts'
export type { Departure, Outbox } from './outbox/index.ts'
export type {
  Clock,
  CoreContext,
  Credentials,
  Events,
  Hash,
  Logger,
  MailPart,
  NameAnswer,
  NameService,
  NameType,
  Random,
} from './ports.ts'
export type { PrivacyBackground } from './privacy/index.ts'
export type { Rules } from './rules/index.ts'
