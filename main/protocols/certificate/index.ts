export { certificateWords, distrust, factsOn } from './facts.ts'
