export type { ConnectionLedger, OpenConnection } from './ledger.ts'
export { type Connections, createConnections } from './manager.ts'
