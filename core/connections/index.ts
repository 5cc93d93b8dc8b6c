export type { ConnectionLedger, OpenConnection, Opening } from './ledger.ts'
export { type Connections, createConnections } from './manager.ts'
