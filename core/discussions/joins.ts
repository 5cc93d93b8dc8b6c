/** Which discussions are one because the user says so: discussion to the one that stands for all of them. */
export type Roots = ReadonlyMap<string, string>

/**
 * Groups of discussions, joined as far as they share one. The smallest id stands for each group, so that the order in
 * which they were joined makes no difference.
 */
export function rootsOf(groups: readonly (readonly string[])[]): Roots {
  const into = new Map<string, string>()
  const root = (id: string): string => {
    let at = id
    for (let next = into.get(at); next !== undefined && next !== at; next = into.get(at)) at = next
    into.set(id, at)
    return at
  }
  for (const [first, ...others] of groups) {
    if (first === undefined) continue
    for (const other of others) {
      const [smaller = first, larger = first] = [root(first), root(other)].sort()
      into.set(larger, smaller)
    }
  }
  return new Map([...into.keys()].map((id) => [id, root(id)]))
}
