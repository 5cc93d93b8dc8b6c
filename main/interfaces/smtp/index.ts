export { startSmtp } from './smtp.ts'
