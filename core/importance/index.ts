export { importanceComponents } from './components.ts'
export type { ToJudge } from './facts.ts'
export { createImportance, type Importance } from './manager.ts'
export { importanceRules } from './points.ts'
