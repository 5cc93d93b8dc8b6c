export { type ChangeLog, createChangeLog } from './change-log.ts'
export { createHybridClock, type HybridClock } from './clock.ts'
