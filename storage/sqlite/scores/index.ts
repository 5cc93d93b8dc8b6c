export { scoreReads } from './read.ts'
export { featureWrites } from './write.ts'
