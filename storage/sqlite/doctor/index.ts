export { doctorReads } from './read.ts'
export { doctorWrites } from './write.ts'
