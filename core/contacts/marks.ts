import { domainOf } from './address.ts'
import { type Comparable, nameKey } from './likeness.ts'

/** What an entry can have in common with another: who shares none of these is nobody's double. */
export function marksOf(entry: Comparable): string[] {
  const name = nameKey(entry)
  const domains = name === '' ? [] : entry.keys.map((key) => `name ${name} ${domainOf(key)}`)
  return [
    ...new Set([
      ...entry.uids.map((uid) => `uid ${uid}`),
      ...entry.keys.map((key) => `address ${key}`),
      ...entry.phones.map((phone) => `phone ${phone}`),
      ...entry.keyIds.map((id) => `key ${id}`),
      ...(name === '' ? [] : [`name ${name}`]),
      ...domains,
    ]),
  ]
}

/** The same, kept for as long as the entry is: entries never change. */
export class Marks {
  readonly #known = new WeakMap<Comparable, readonly string[]>()

  of(entry: Comparable): readonly string[] {
    const known = this.#known.get(entry)
    if (known !== undefined) return known
    const marks = marksOf(entry)
    this.#known.set(entry, marks)
    return marks
  }
}
