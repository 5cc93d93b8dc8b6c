/** What the generator planted (mailbox.py), so that answers can be compared between programs. */
export interface Manifest {
  readonly bytes: number
  readonly probe: {
    readonly rare: string
    readonly frequent: string
    readonly both: readonly [string, string]
    readonly phrase: string
    readonly prefix: string
  }
  readonly from_address: string
  readonly from_range: readonly [string, string]
}

export interface BenchQuery {
  readonly name: string
  readonly query: string
  readonly typing?: boolean
}

/** The questions of PERFORMANCE, and those that cost most: short beginnings, exclusions, filters alone. */
export function queriesOf({ probe, from_address, from_range }: Manifest): BenchQuery[] {
  const [from, to] = from_range
  return [
    { name: 'rare word', query: probe.rare },
    { name: 'frequent word', query: probe.frequent },
    { name: 'two words', query: probe.both.join(' ') },
    { name: 'phrase', query: `"${probe.phrase}"` },
    { name: 'prefix', query: `${probe.prefix}*` },
    { name: 'from and dates', query: `from:${from_address} after:${from} before:${to}` },
    { name: 'typed: two letters', query: probe.frequent.slice(0, 2), typing: true },
    { name: 'typed: four letters', query: probe.frequent.slice(0, 4), typing: true },
    { name: 'one excluded word', query: `-${probe.frequent}` },
    { name: 'unread', query: 'is:unread' },
    { name: 'word or star', query: `${probe.frequent} OR is:starred` },
    { name: 'word in larger', query: `${probe.frequent} larger:1M` },
  ]
}
