export { discoverServers } from './discover.ts'
export type { DiscoveryNetwork } from './network.ts'
export { createDiscoveryNetwork } from './node-network.ts'
