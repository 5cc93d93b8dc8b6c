export { listingBlocked } from './blocked-content.ts'
export { keepConnections } from './connections.ts'
