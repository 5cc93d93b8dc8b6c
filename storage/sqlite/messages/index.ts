export { messageReads } from './read.ts'
export { flagBits, type MessageRow, messageColumns, pendingState, toMessage } from './rows.ts'
export { type MessagePlace, type MessageWrites, messageWrites } from './write.ts'
