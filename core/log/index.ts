export { type ChangeLog, createChangeLog } from './change-log.ts'
