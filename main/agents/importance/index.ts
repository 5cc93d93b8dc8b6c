export { startImportance } from './importance.ts'
