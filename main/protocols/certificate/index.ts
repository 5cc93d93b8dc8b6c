export { distrust, factsOn } from './facts.ts'
export { certificateReason, certificateWords } from './words.ts'
