export { idList, idsIn, readId, type StoredId, storeId } from './ids.ts'
export { type InternedReads, internedReads } from './read.ts'
export { Remembered } from './rows.ts'
export { type Interned, internedWrites } from './write.ts'
