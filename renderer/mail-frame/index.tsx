export { openOutside } from './links.ts'
export { MailFrame } from './MailFrame.tsx'
export { sanitiseForEditing } from './sanitise.ts'
