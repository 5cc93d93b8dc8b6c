/** Values that are remembered of one table: they are short, so this is a few megabytes. */
const maxRemembered = 20_000

/**
 * What is known of a table whose rows never change and are never deleted: key to row, or row to value. Forgets everything
 * when it is full: what is asked for next is read again.
 */
export class Remembered<K, V> {
  readonly #known = new Map<K, V>()

  get(key: K, look: () => V): V {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const value = look()
    if (this.#known.size >= maxRemembered) this.#known.clear()
    this.#known.set(key, value)
    return value
  }

  /** after a transaction that was rolled back: rows made in it are not there */
  forget(): void {
    this.#known.clear()
  }
}
