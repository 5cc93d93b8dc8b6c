export { importanceComponents } from './components.ts'
export { createImportance, type Importance } from './manager.ts'
