export type Priority = 'interactive' | 'batch'

/** What waits: interactive first, each kind in the order it came. */
export class PriorityQueue<T> {
  readonly #waiting: Record<Priority, Set<T>> = { interactive: new Set(), batch: new Set() }

  add(item: T, priority: Priority): void {
    this.#waiting[priority].add(item)
  }

  /** false when it does not wait any more */
  remove(item: T): boolean {
    return this.#waiting.interactive.delete(item) || this.#waiting.batch.delete(item)
  }

  next(): T | null {
    for (const items of [this.#waiting.interactive, this.#waiting.batch]) {
      for (const item of items) {
        items.delete(item)
        return item
      }
    }
    return null
  }
}
