export { createRecovery, type LostDatabase, type Recovery } from './recovery.ts'
