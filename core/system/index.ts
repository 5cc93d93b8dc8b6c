export { createSystemManager, type ProgramFacts } from './manager.ts'
