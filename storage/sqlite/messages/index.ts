export { unpackCopies } from './copies.ts'
export { type Facts, factsReads } from './facts.ts'
export { flagBits, packFlags, pendingState, unpackFlags } from './flags.ts'
export { numbersIn, unpackPeople } from './parts.ts'
export { messageReads } from './read.ts'
export {
  type MessageRow,
  messageColumns,
  type SummaryRow,
  summaryColumns,
  tagIdsOf,
  toMessage,
  toSummary,
} from './rows.ts'
export { type Beside, type MessagePlace, type MessageWrites, messageWrites } from './write.ts'
