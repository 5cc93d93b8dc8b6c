export { startLmtp } from './lmtp.ts'
