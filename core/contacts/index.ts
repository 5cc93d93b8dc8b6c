export type { ContactBook } from './book.ts'
export type { Collector, CollectProgress } from './collect.ts'
export { type ContactManager, type ContactOptions, createContactManager } from './manager.ts'
