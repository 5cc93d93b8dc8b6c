import { createNameOrder, type NameOrder } from './order.ts'

/** Ids in the order of their names, kept in step; names are asked for by id. */
export class SortedNames {
  readonly #nameOf: (id: string) => string
  #locale = ''
  #order: NameOrder = createNameOrder('en')
  #keys = new Map<string, string>()
  /** null when it has to be sorted anew */
  #sorted: string[] | null = null
  /** of what is being put in, each at least as long as the next */
  #runs: string[][] = []

  constructor(nameOf: (id: string) => string) {
    this.#nameOf = nameOf
  }

  get order(): NameOrder {
    return this.#order
  }

  /** Another language sorts otherwise. */
  setLocale(locale: string): void {
    if (locale === this.#locale) return
    this.#locale = locale
    this.#order = createNameOrder(locale)
    this.#keys = new Map()
    this.#sorted = null
  }

  letterOf(id: string): string {
    return this.#order.letterOf(this.#keyOf(id))
  }

  /** Many at once, page by page: each is sorted as it comes and put together with one as long, so that no step takes long. */
  addRun(ids: readonly string[]): void {
    let run = ids.toSorted((a, b) => this.#compare(a, b))
    for (let last = this.#runs.at(-1); last !== undefined && last.length <= run.length; last = this.#runs.at(-1)) {
      run = this.#merged(last, run)
      this.#runs.pop()
    }
    this.#runs.push(run)
  }

  endRuns(): void {
    this.#sorted = this.#runs.reduceRight((all, run) => this.#merged(run, all), [])
    this.#runs = []
  }

  ids(all: () => Iterable<string>): readonly string[] {
    this.#sorted ??= [...all()].sort((a, b) => this.#compare(a, b))
    return this.#sorted
  }

  add(id: string): void {
    this.#sorted?.splice(this.#placeOf(id), 0, id)
  }

  /** While its name is still known. */
  remove(id: string): void {
    if (this.#sorted !== null) {
      const place = this.#placeOf(id)
      if (this.#sorted[place] === id) this.#sorted.splice(place, 1)
      else this.#sorted = null
    }
    this.#keys.delete(id)
  }

  #keyOf(id: string): string {
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const key = this.#order.keyOf(this.#nameOf(id))
    this.#keys.set(id, key)
    return key
  }

  #compare(a: string, b: string): number {
    return this.#order.compare(this.#keyOf(a), this.#keyOf(b)) || (a < b ? -1 : 1)
  }

  #merged(a: readonly string[], b: readonly string[]): string[] {
    const all: string[] = []
    let [i, j] = [0, 0]
    for (let left = a[i], right = b[j]; left !== undefined || right !== undefined; left = a[i], right = b[j]) {
      const takesLeft = right === undefined || (left !== undefined && this.#compare(left, right) <= 0)
      const next = takesLeft ? left : right
      if (next !== undefined) all.push(next)
      if (takesLeft) i++
      else j++
    }
    return all
  }

  /** Where in the order it stands, or would. */
  #placeOf(id: string): number {
    const sorted = this.#sorted ?? []
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = sorted[middle]
      if (other !== undefined && other !== id && this.#compare(other, id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
