export { messageReads } from './read.ts'
export { flagBits, type MessageRow, packFlags, pendingState, toMessage, unpackFlags } from './rows.ts'
export { type MessagePlace, type MessageWrites, messageWrites } from './write.ts'
