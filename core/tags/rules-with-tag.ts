import type { RecordPatch } from '../../storage/contracts/index.ts'
import type { LogEntry } from '../defs/index.ts'
import type { CoreContext } from '../ports.ts'
import { renameInQuery } from '../search/index.ts'

/** Rules that ask for a tag by its name go on asking for it under its new one. */
export async function renameInRules(
  { stores, log }: CoreContext,
  before: string,
  after: string,
): Promise<{ readonly patches: RecordPatch[]; readonly log: LogEntry[] }> {
  const { items } = await stores.records.list('rule', { limit: 500 })
  const changed = items.flatMap(({ id, query }) => {
    const renamed = renameInQuery(query, 'tag', before, after)
    return renamed === query ? [] : [{ id, from: { query }, set: { query: renamed } }]
  })
  return {
    patches: changed.map((patch) => ({ noun: 'rule', ...patch })),
    log: changed.flatMap(({ id, set }) => log.fields('rule', id, set)),
  }
}
