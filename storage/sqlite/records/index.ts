export { recordReads } from './read.ts'
export { parseRecord } from './rows.ts'
export { recordWrites } from './write.ts'
