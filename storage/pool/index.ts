export { ThreadPool } from './pool.ts'
