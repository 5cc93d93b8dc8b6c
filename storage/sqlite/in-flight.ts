/**
 * More than can be between a put and its commit (ingest works in batches of hundreds). What was put again and is not
 * named by a commit, since its message was here already, would otherwise pile up during a repeated import.
 */
const maxInFlight = 20_000

/** Blobs that were put and not named by a commit yet, the latest ones: doctor leaves them alone. */
export class InFlight {
  readonly #hashes = new Set<string>()

  put(hash: string): void {
    this.#hashes.delete(hash)
    this.#hashes.add(hash)
    if (this.#hashes.size <= maxInFlight) return
    for (const oldest of this.#hashes) {
      this.#hashes.delete(oldest)
      return
    }
  }

  committed(hash: string): void {
    this.#hashes.delete(hash)
  }

  has(hash: string): boolean {
    return this.#hashes.has(hash)
  }
}
