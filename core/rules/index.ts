export { createRules, type Rules } from './manager.ts'
export type { RunOptions } from './run.ts'
