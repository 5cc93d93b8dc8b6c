export { type SendResult, sendMail } from './send-mail.ts'
export { trySmtp } from './try-smtp.ts'
