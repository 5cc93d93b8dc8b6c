export { createMailComposer } from './compose.ts'
export { mailContent, mailPart, mailText } from './content.ts'
export { prepareMail, unreadableMail } from './prepare.ts'
