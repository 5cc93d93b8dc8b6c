export { keepConnections } from './connections.ts'
