export { backoffMs, fractionOf, withJitter } from './backoff.ts'
export { createPace, type Pace } from './progress.ts'
export {
  createScheduler,
  type Job,
  type JobHandle,
  type RepeatedJob,
  type Scheduler,
  type SchedulerDependencies,
} from './scheduler.ts'
export type { RunningTask, TaskReport } from './task-board.ts'
export { createTaskHandlers } from './task-handlers.ts'
