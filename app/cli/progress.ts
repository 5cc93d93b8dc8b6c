import type { Task } from '../../core/defs/index.ts'
import type { Io, OpenCore } from './command.ts'

/** Between two lines of progress: often enough to see it move, seldom enough for a log file. */
const intervalMs = 1000

/** Says on standard error what tasks are doing. Returns what ends it. */
export function followTasks(subscribe: OpenCore['subscribe'], io: Pick<Io, 'note'>): () => void {
  let saidAt = 0
  return subscribe((event) => {
    if (event.type !== 'tasks.changed' || event.task.state !== 'running') return
    const now = performance.now()
    if (now - saidAt < intervalMs) return
    saidAt = now
    io.note(inWords(event.task))
  })
}

function inWords({ kind, step, label, done, total, rate, remainingMs }: Task): string {
  const count = total === null ? `${done}` : `${done} of ${total}`
  const speed = rate === null ? '' : `, ${Math.round(rate)} a second`
  const left = remainingMs === null ? '' : `, ${Math.ceil(remainingMs / 1000)} s left`
  return `${kind}: ${step || label} ${count}${speed}${left}`
}
