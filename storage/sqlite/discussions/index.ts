export { discussionReads } from './read.ts'
export { setReads } from './read-sets.ts'
export { setWrites } from './sets.ts'
export { discussionWrites } from './write.ts'
