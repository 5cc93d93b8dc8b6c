import type { Refusal } from '../defs/index.ts'
import type { Random } from '../ports.ts'
import { connectionLimits } from './limits.ts'

/** What was not connected, one entry for who wanted what; the latest last. */
export class Refusals {
  readonly #entries = new Map<string, Refusal>()
  readonly #random: Random

  constructor(random: Random, saved: readonly Refusal[] = []) {
    this.#random = random
    for (const refusal of saved) this.#entries.set(keyOf(refusal), refusal)
  }

  /** One more time. */
  add(facts: Omit<Refusal, 'id' | 'times' | 'lastAtMs'>, nowMs: number): void {
    this.#put(facts, (this.#entries.get(keyOf(facts))?.times ?? 0) + 1, nowMs)
  }

  /** So many times in all: what a message would have loaded each time it is shown counts once. */
  set(facts: Omit<Refusal, 'id' | 'times' | 'lastAtMs'>, times: number, nowMs: number): void {
    this.#put(facts, Math.max(times, this.#entries.get(keyOf(facts))?.times ?? 0), nowMs)
  }

  /** The content of this host was asked for, after it was refused to the message. */
  granted(host: string, messageId: string): void {
    this.#entries.delete(keyOf({ host, reason: 'remote-content', messageId, errand: null }))
  }

  since(sinceMs: number): Refusal[] {
    return [...this.#entries.values()].filter(({ lastAtMs }) => lastAtMs >= sinceMs).reverse()
  }

  age(nowMs: number): void {
    for (const [key, { lastAtMs }] of this.#entries) {
      if (lastAtMs + connectionLimits.dailyMs <= nowMs) this.#entries.delete(key)
    }
  }

  clear(): void {
    this.#entries.clear()
  }

  #put(facts: Omit<Refusal, 'id' | 'times' | 'lastAtMs'>, times: number, nowMs: number): void {
    const key = keyOf(facts)
    const id = this.#entries.get(key)?.id ?? this.#random.id()
    this.#entries.delete(key)
    this.#entries.set(key, { ...facts, id, times, lastAtMs: nowMs })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > connectionLimits.refusals && oldest !== undefined) this.#entries.delete(oldest)
  }
}

const keyOf = ({
  host,
  reason,
  messageId,
  errand,
}: Pick<Refusal, 'host' | 'reason' | 'messageId' | 'errand'>): string =>
  JSON.stringify([host, reason, messageId, errand])
