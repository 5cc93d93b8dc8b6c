import { Piscina, type TaskQueue } from 'piscina'

type Task = Parameters<TaskQueue['push']>[0]

/** What stands beside a task for the queue; symbols do not cross into the thread. */
export interface QueueFacts {
  readonly priority: 'interactive' | 'batch'
  /** called when a thread takes the task: its time begins to count */
  readonly onStart: () => void
}

/** What a person waits for goes first; each kind in the order it came. */
export class PriorityQueue implements TaskQueue {
  readonly #interactive = new Set<Task>()
  readonly #batch = new Set<Task>()

  get size(): number {
    return this.#interactive.size + this.#batch.size
  }

  shift(): Task | null {
    for (const tasks of [this.#interactive, this.#batch]) {
      for (const task of tasks) {
        tasks.delete(task)
        factsOf(task).onStart()
        return task
      }
    }
    return null
  }

  remove(task: Task): void {
    this.#interactive.delete(task)
    this.#batch.delete(task)
  }

  push(task: Task): void {
    const tasks = factsOf(task).priority === 'interactive' ? this.#interactive : this.#batch
    tasks.add(task)
  }
}

const noFacts: QueueFacts = { priority: 'batch', onStart: () => {} }

function factsOf(task: Task): QueueFacts {
  const facts: unknown = task[Piscina.queueOptionsSymbol as keyof Task]
  return typeof facts === 'object' && facts !== null ? (facts as QueueFacts) : noFacts // set in threads.ts, nowhere else
}
