export type { MailboxDifferences } from './mailbox-list.ts'
export { createMirror, type Mirror } from './mirror.ts'
export type { ReplayEffects, Replayed, ReplayLedger } from './replay.ts'
export type { ServerFlags, ServerMailbox, ServerStanding } from './server-state.ts'
