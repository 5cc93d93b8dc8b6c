import type { Database } from 'better-sqlite3'
import type { Feature } from '../../../core/defs/index.ts'
import { readId, type StoredId } from '../interned/index.ts'
import { messageRows } from '../messages/index.ts'
import { fromFact, unpackEntries } from './packed.ts'

/** Thread side of ScoreStore, but for what is known of addresses. */
export function scoreReads(db: Database) {
  const rowOf = messageRows(db)
  const features = db.prepare<[number], Uint8Array>('select facts from features where message = ?').pluck()
  const fact = db.prepare<[number], string>('select fact from facts where row = ?').pluck()
  const ids = db
    .prepare<[string], StoredId>('select m.id from json_each(?) j join messages m on m.row = j.value order by j.key')
    .pluck()
  // never scored: an index of their own, since there are none most of the time
  const unscored = db
    .prepare<[number], number>(
      `select row from messages indexed by messages_unscored where rules is null and body_state <> 0
       order by row desc limit ?`,
    )
    .pluck()
  const outdated = db
    .prepare<[number, number], number>(
      `select row from messages indexed by messages_facets where rules is not null and rules <> ? and body_state <> 0
       order by row desc limit ?`,
    )
    .pluck()
  const count = db
    .prepare<[number], number>(
      `select (select count(*) from messages indexed by messages_unscored where rules is null and body_state <> 0)
       + (select count(*) from messages indexed by messages_facets where rules <> ? and body_state <> 0)`,
    )
    .pluck()

  const featuresOf = (messageId: string): Feature[] | null => {
    const stored = features.get(rowOf(messageId) ?? 0)
    if (stored === undefined) return null
    return unpackEntries(stored).map((entry) => fromFact(typeof entry === 'string' ? entry : (fact.get(entry) ?? '[]')))
  }

  return {
    features(messageIds: readonly string[]): Map<string, readonly Feature[]> {
      const found = new Map<string, readonly Feature[]>()
      for (const id of messageIds) {
        const features = featuresOf(id)
        if (features !== null) found.set(id, features)
      }
      return found
    },
    stale(rules: number, limit: number): string[] {
      const rows = [...unscored.all(limit), ...outdated.all(rules, limit)].sort((a, b) => b - a).slice(0, limit)
      return ids.all(JSON.stringify(rows)).map(readId)
    },
    staleCount: (rules: number): number => count.get(rules) ?? 0,
  }
}
