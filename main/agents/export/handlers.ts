import type { Client, Handlers, Operations } from '../../../core/defs/index.ts'
import type { Scheduler } from '../scheduler/index.ts'
import { exportMessages } from './export.ts'

/** Operations `exports.*`. `client` is asked for when it is needed: the door is made of these handlers too. */
export function createExportHandlers(
  scheduler: Pick<Scheduler, 'run'>,
  client: () => Client,
): Handlers<Operations['exports']> {
  return {
    run: (request, { signal }) =>
      scheduler.run(
        { key: 'export', kind: 'export', label: request.directory },
        (task) => exportMessages(client(), request, task.signal, (done) => task.report({ done })),
        signal,
      ),
  }
}
