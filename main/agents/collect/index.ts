export { type CollectAgent, createCollectAgent } from './collect.ts'
