export { type ReplayOptions, type ReplayResult, replayJournal } from './replay.ts'
