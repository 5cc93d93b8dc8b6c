export { MailFrame } from './MailFrame.tsx'
export { sanitiseForEditing } from './sanitise.ts'
