import type { Database } from 'better-sqlite3'
import type { Feature } from '../../../core/defs/index.ts'
import { idList, readId, type StoredId } from '../interned/index.ts'
import { messagesById } from '../messages/index.ts'
import { fromFact, unpackEntries } from './packed.ts'

/** Thread side of ScoreStore, but for what is known of addresses. */
export function scoreReads(db: Database) {
  const features = db.prepare<[string], { id: StoredId; facts: Uint8Array }>(
    `select m.id, f.facts from ${messagesById} join features f on f.message = m.row`,
  )
  const factsOf = db.prepare<[string], { row: number; fact: string }>(
    'select f.row, f.fact from json_each(?) j cross join facts f on f.row = j.value',
  )
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

  return {
    features(messageIds: readonly string[]): Map<string, readonly Feature[]> {
      const packed = features.all(idList(messageIds)).map(({ id, facts }) => ({ id, entries: unpackEntries(facts) }))
      const shared = new Set(packed.flatMap(({ entries }) => entries.filter((entry) => typeof entry === 'number')))
      const texts = new Map(factsOf.all(JSON.stringify([...shared])).map(({ row, fact }) => [row, fact]))
      return new Map(
        packed.map(({ id, entries }) => [
          readId(id),
          entries.map((entry) => fromFact(typeof entry === 'string' ? entry : (texts.get(entry) ?? '[]'))),
        ]),
      )
    },
    stale(rules: number, limit: number): string[] {
      const rows = [...unscored.all(limit), ...outdated.all(rules, limit)].sort((a, b) => b - a).slice(0, limit)
      return ids.all(JSON.stringify(rows)).map(readId)
    },
    staleCount: (rules: number): number => count.get(rules) ?? 0,
  }
}
