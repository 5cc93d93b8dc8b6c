export { createMailComposer } from './compose.ts'
export { mailContent, mailPart, mailRemote, mailText } from './content.ts'
export { prepareMail, unreadableMail } from './prepare.ts'
