export { generateDemo } from './mailbox.ts'
