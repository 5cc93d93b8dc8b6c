export { tagReads } from './read.ts'
export { type TagWrites, tagWrites } from './write.ts'
