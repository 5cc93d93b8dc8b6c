export { scoreReads } from './read.ts'
export { type FeatureWrites, featureWrites } from './write.ts'
