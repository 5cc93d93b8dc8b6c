export { createRules, type Rules } from './manager.ts'
