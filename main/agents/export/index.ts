export { type ExportReport, type ExportRequest, exportMessages } from './export.ts'
