export { type ReplayResult, replayJournal } from './replay.ts'
export type { ReplayOptions } from './step.ts'
