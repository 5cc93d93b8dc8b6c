export { type ExportReport, type ExportRequest, exportMessages } from './export.ts'
export { createExportHandlers } from './handlers.ts'
