export { createMailComposer } from './compose.ts'
export { mailContent, mailPart, mailRemote, mailText } from './content.ts'
export { mailLeaving } from './leaving.ts'
export { prepareMail, unreadableMail } from './prepare.ts'
