export { recordReads } from './read.ts'
export { parseRecord } from './rows.ts'
export { type RecordWrites, recordWrites } from './write.ts'
