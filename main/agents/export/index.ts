export { createExportHandlers } from './handlers.ts'
