export { findSources } from './detect.ts'
export type { FileMessage, MailSource } from './source.ts'
