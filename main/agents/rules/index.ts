export { startRules } from './rules.ts'
