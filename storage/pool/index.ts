export { ThreadPool } from './pool.ts'
export { type Answer, answer, type Operations, type Request } from './requests.ts'
