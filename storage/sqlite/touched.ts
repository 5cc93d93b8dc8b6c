import type { Facts } from './messages/facts.ts'

/**
 * What a commit has touched so far, by row: everything that has to be derived again before it ends. One for the life of
 * the writer, emptied at the start of each commit.
 */
export class Touched {
  /** what each touched message gave to sums before; null: it was not there */
  readonly messages = new Map<number, Facts | null>()
  /** threads whose row and views may have changed */
  readonly threads = new Set<number>()
  /** sets whose discussion has to be looked at although their sums may be the same */
  readonly sets = new Set<number>()
  readonly #read: (row: number) => Facts | null
  readonly #counts = new Map<number, { total: number; unread: number }>()

  constructor(read: (row: number) => Facts | null) {
    this.#read = read
  }

  clear(): void {
    this.messages.clear()
    this.threads.clear()
    this.sets.clear()
    this.#counts.clear()
  }

  /** before a message, its memberships or its tags are changed or removed */
  message(row: number): void {
    if (this.messages.has(row)) return
    const before = this.#read(row)
    this.messages.set(row, before)
    if (before !== null) this.threads.add(before.thread)
  }

  /** a message that is new in this row */
  added(row: number, thread: number): void {
    if (!this.messages.has(row)) this.messages.set(row, null)
    this.threads.add(thread)
  }

  /** a message whose mailboxes mean something else now */
  replaced(row: number): void {
    this.message(row)
    const set = this.messages.get(row)?.set ?? 0
    if (set !== 0) this.sets.add(set)
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
