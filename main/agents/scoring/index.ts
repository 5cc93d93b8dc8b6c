export { createScoringAgent, type ScoringAgent } from './scoring.ts'
