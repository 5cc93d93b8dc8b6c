export { tagReads } from './read.ts'
export { tagWrites } from './write.ts'
