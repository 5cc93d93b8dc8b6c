export { authservMentions, verifyMail } from './verify.ts'
