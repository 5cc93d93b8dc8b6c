/**
 * What a commit has touched so far, by row: everything that has to be derived again before it ends. One for the life of
 * the writer, emptied at the start of each commit.
 */
export class Touched {
  /** messages whose place (hidden or not) may have changed */
  readonly messages = new Set<number>()
  /** threads whose row and views may have changed */
  readonly threads = new Set<number>()
  readonly #counts = new Map<number, { total: number; unread: number }>()

  clear(): void {
    this.messages.clear()
    this.threads.clear()
    this.#counts.clear()
  }

  message(row: number, thread: number): void {
    this.messages.add(row)
    this.threads.add(thread)
  }

  count(mailbox: number, total: number, unread: number): void {
    const sum = this.#counts.get(mailbox) ?? { total: 0, unread: 0 }
    this.#counts.set(mailbox, { total: sum.total + total, unread: sum.unread + unread })
  }

  forgetCounts(mailbox: number): void {
    this.#counts.delete(mailbox)
  }

  /** changes of mailbox counts */
  counts(): Iterable<[mailbox: number, change: { total: number; unread: number }]> {
    return this.#counts
  }
}
