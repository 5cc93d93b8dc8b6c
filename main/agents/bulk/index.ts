import type { Handlers, Operations } from '../../../core/defs/index.ts'
import type { Bulk } from '../../../core/index.ts'
import type { Scheduler } from '../scheduler/index.ts'

/** Acting on a whole list is seen in the activity, with its progress, and stopped there. */
export function createBulkHandlers(bulk: Bulk, scheduler: Scheduler): Handlers<Operations['bulk']> {
  return {
    ...bulk.handlers,
    run: (input, { signal }) =>
      scheduler.run(
        { key: 'bulk', kind: 'action', label: input.list.view },
        (task) => bulk.run(input, { signal: task.signal, report: (done, total) => task.report({ done, total }) }),
        signal,
      ),
  }
}
