export { discoverServers } from './discover.ts'
export type { DiscoveryNetwork, SrvRecord } from './network.ts'
export { createDiscoveryNetwork } from './node-network.ts'
