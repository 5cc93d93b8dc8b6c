export { createMemoryStores, createMemoryStoresOver } from './stores.ts'
