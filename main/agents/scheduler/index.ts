export { backoffMs, fractionOf, withJitter } from './backoff.ts'
export type { Job } from './job.ts'
export { createPace, type Pace } from './progress.ts'
export {
  createScheduler,
  type JobHandle,
  type RepeatedJob,
  type Scheduler,
  type SchedulerDependencies,
} from './scheduler.ts'
export type { RunningTask, TaskReport } from './task-board.ts'
export { createTaskHandlers } from './task-handlers.ts'
