/** What waits for a thread: what a person waits for first, each kind in the order it came. */
export class Waiting<T> {
  readonly #kinds = { interactive: new Set<T>(), batch: new Set<T>() }

  add(task: T, priority: 'interactive' | 'batch'): void {
    this.#kinds[priority].add(task)
  }

  /** false if it waits no longer */
  remove(task: T): boolean {
    return this.#kinds.interactive.delete(task) || this.#kinds.batch.delete(task)
  }

  next(): T | null {
    for (const tasks of [this.#kinds.interactive, this.#kinds.batch]) {
      for (const task of tasks) {
        tasks.delete(task)
        return task
      }
    }
    return null
  }
}
