export { createMailComposer } from './compose.ts'
export { mailContent, mailPart, mailText } from './content.ts'
export { type ParsedForIngest, type PrepareOptions, prepareMail, unreadableMail } from './prepare.ts'
