import type { Message } from '../../../core/defs/index.ts'
import { peopleOf, recipientsOf } from '../../derived/index.ts'

/** What a commit changes of one address. */
export interface Change {
  count: number
  lastMs: number
  label: string
  /** time of the message that the label stands in */
  labelMs: number
  written: number
  lastWrittenMs: number
  received: number
  lastReceivedMs: number
}

/** Adds up what a commit changes, so that each address is written once. */
export class Tally {
  readonly #changes = new Map<string, Change>()

  clear(): void {
    this.#changes.clear()
  }

  add(message: Message): void {
    const recipients = message.own ? recipientsOf(message) : null
    const { sortMs } = message
    for (const [address, label] of peopleOf(message)) {
      const change = this.#of(address)
      change.count += 1
      change.lastMs = Math.max(change.lastMs, sortMs)
      if (label !== '' && sortMs >= change.labelMs) {
        change.label = label
        change.labelMs = sortMs
      }
      if (recipients === null) {
        change.received += 1
        change.lastReceivedMs = Math.max(change.lastReceivedMs, sortMs)
      } else if (recipients.has(address)) {
        change.written += 1
        change.lastWrittenMs = Math.max(change.lastWrittenMs, sortMs)
      }
    }
  }

  subtract(message: Message): void {
    const recipients = message.own ? recipientsOf(message) : null
    for (const address of peopleOf(message).keys()) {
      const change = this.#of(address)
      change.count -= 1
      if (recipients === null) change.received -= 1
      else if (recipients.has(address)) change.written -= 1
    }
  }

  changes(): Iterable<[address: string, change: Change]> {
    return this.#changes
  }

  #of(address: string): Change {
    const known = this.#changes.get(address)
    if (known !== undefined) return known
    const change: Change = {
      count: 0,
      lastMs: 0,
      label: '',
      labelMs: Number.NEGATIVE_INFINITY,
      written: 0,
      lastWrittenMs: 0,
      received: 0,
      lastReceivedMs: 0,
    }
    this.#changes.set(address, change)
    return change
  }
}
