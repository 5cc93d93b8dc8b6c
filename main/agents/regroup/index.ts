export { createRegroupAgent, type RegroupAgent } from './regroup.ts'
