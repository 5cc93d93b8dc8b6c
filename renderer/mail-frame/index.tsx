export { MailFrame } from './MailFrame.tsx'
export { readMailto } from './mailto.ts'
export { sanitiseForEditing } from './sanitise.ts'
