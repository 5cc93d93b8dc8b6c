export { messageRows } from './by-id.ts'
export { unpackCopies } from './copies.ts'
export { type Facts, factsReads } from './facts.ts'
export { flagBits, packFlags, pendingState, unpackFlags } from './flags.ts'
export { numbersIn, unpackPeople } from './parts.ts'
export type { MessagePlace } from './places.ts'
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
export { type Beside, type MessageWrites, messageWrites } from './write.ts'
