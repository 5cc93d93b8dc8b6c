export { createJournal, type Journal, type JournalStep } from './journal.ts'
