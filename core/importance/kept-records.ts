import type { RecordOf } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'

/** The few records of a noun, kept in memory for as long as no event says that they changed. */
export interface KeptRecords<N extends 'mailbox' | 'tag'> {
  /** all of them; read anew when an event says so, or when one of these is unknown */
  read(wanted: readonly string[]): Promise<ReadonlyMap<string, RecordOf<N>>>
}

export function keptRecords<N extends 'mailbox' | 'tag'>(
  { stores, events }: CoreContext,
  noun: N,
  changes: readonly string[],
): KeptRecords<N> {
  let kept: Promise<Map<string, RecordOf<N>>> | null = null
  events.subscribe(({ type }) => {
    if (changes.includes(type)) kept = null
  })

  async function load(): Promise<Map<string, RecordOf<N>>> {
    const found = new Map<string, RecordOf<N>>()
    let cursor: string | undefined
    do {
      const page = await stores.records.list(noun, { cursor, limit: 500 }, { priority: 'batch' })
      for (const item of page.items) found.set(item.id, item)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  const fresh = (): Promise<Map<string, RecordOf<N>>> => {
    const loading = load()
    kept = loading
    loading.catch(() => {
      if (kept === loading) kept = null
    })
    return loading
  }

  return {
    async read(wanted) {
      const known = await (kept ?? fresh())
      return wanted.every((id) => known.has(id)) ? known : fresh()
    },
  }
}
