import type { Handlers, Operations } from '../../../core/defs/index.ts'
import type { Scheduler } from './scheduler.ts'

/** Operations `tasks.*`. */
export function createTaskHandlers(scheduler: Scheduler): Handlers<Operations['tasks']> {
  return {
    list: async () => ({ items: scheduler.tasks() }),
    async cancel({ id }) {
      scheduler.cancel(id)
      return {}
    },
  }
}
