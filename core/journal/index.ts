export { createJournal, type Journal, type JournalAction, type JournalStep } from './journal.ts'
