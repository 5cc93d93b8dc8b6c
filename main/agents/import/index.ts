export { importInto } from './destination.ts'
export { createImportHandlers } from './handlers.ts'
export { type ImportDependencies, importPaths } from './import.ts'
export { createUploads } from './uploads.ts'
