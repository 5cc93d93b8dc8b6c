export { generateDemo } from './mailbox.ts'
export { me as demoOwner } from './people.ts'
