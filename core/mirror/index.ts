export { createMirror, type Mirror } from './mirror.ts'
export type { Replayed } from './replay.ts'
export type { ServerMailbox } from './server-state.ts'
