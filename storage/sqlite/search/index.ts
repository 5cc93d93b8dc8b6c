export { searchReads } from './read.ts'
export { type SearchWrites, searchWrites } from './write.ts'
