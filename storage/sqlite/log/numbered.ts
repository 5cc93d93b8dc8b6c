/** Numbers texts in the order they come, each once. */
export class Numbered {
  readonly #numbers = new Map<string, number>()

  get all(): string[] {
    return [...this.#numbers.keys()]
  }

  of(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#numbers.size)
    return this.#numbers.size - 1
  }
}
