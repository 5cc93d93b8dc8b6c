export { replayJournal } from './replay.ts'
