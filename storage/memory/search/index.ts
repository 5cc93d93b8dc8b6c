export { createMemorySearch } from './search.ts'
