export { assignThreads, type ThreadPlan } from './assign.ts'
export { createThreadManager } from './manager.ts'
export type { ThreadedMail } from './refs.ts'
export { threadTree } from './tree.ts'
