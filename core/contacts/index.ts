export { type ContactManager, type ContactOptions, createContactManager } from './manager.ts'
