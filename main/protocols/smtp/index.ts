export { type Mail, type SendOptions, type SendResult, sendMail } from './send-mail.ts'
export type { SmtpLogin, SmtpOptions } from './session.ts'
export { trySmtp } from './try-smtp.ts'
