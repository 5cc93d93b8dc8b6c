export { type DemoContact, demoContacts, demoTags } from './contacts.ts'
export { generateDemo } from './mailbox.ts'
export { me as demoOwner } from './people.ts'
export { provider as demoProvider } from './provider.ts'
