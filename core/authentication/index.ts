export type { Checked, DueCheck } from './due.ts'
export { type Authentication, createAuthentication } from './manager.ts'
