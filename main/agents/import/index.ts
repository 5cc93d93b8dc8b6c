export { createImportHandlers, type ImportHandlerDependencies } from './handlers.ts'
export { type ImportDependencies, type ImportOptions, type ImportProgress, importPaths } from './import.ts'
export { createUploads, type Uploads } from './uploads.ts'
