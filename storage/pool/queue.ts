import type { TaskQueue } from 'piscina'
import { Piscina } from 'piscina'

type Task = Parameters<TaskQueue['push']>[0]

export type Priority = 'interactive' | 'batch'

/** What stands beside a task for the queue; symbols do not cross into the thread. */
export interface QueueFacts {
  readonly priority: Priority
  /** called when a thread takes the task: from then on it cannot be taken back */
  readonly onStart: () => void
}

/** Interactive tasks first, each kind in the order it came. Nothing is ever refused: callers bound what they ask. */
export class PriorityQueue implements TaskQueue {
  readonly #tasks: Record<Priority, Set<Task>> = { interactive: new Set(), batch: new Set() }

  get size(): number {
    return this.#tasks.interactive.size + this.#tasks.batch.size
  }

  shift(): Task | null {
    for (const tasks of [this.#tasks.interactive, this.#tasks.batch]) {
      for (const task of tasks) {
        tasks.delete(task)
        factsOf(task)?.onStart()
        return task
      }
    }
    return null
  }

  remove(task: Task): void {
    this.#tasks.interactive.delete(task)
    this.#tasks.batch.delete(task)
  }

  push(task: Task): void {
    this.#tasks[factsOf(task)?.priority ?? 'interactive'].add(task)
  }
}

function factsOf(task: Task): QueueFacts | null {
  return task[Piscina.queueOptionsSymbol as keyof Task] as QueueFacts | null // set by ThreadPool.call, nowhere else
}
