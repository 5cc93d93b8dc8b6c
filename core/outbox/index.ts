export type { Departure } from './departure.ts'
export { createOutboxManager, type Outbox } from './manager.ts'
export { filesItself } from './sent-copy.ts'
