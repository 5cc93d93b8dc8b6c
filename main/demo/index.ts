export { type DemoMessage, generateDemo } from './mailbox.ts'
