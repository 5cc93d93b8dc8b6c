import type { Database } from 'better-sqlite3'
import type { Page } from '../../../core/defs/index.ts'
import { type InternedReads, readId, type StoredId } from '../interned/index.ts'
import { peopleReads } from '../people/index.ts'
import { createMatch, type MatchRequest } from './match.ts'
import { measuredTuning, type Tuning } from './read-branch.ts'

/** Messages looked through for each subject asked for: threads have several, and only the newest subjects count. */
const messagesPerSubject = 4

/** Thread side of SearchStore: the same methods, synchronous. The answers do not depend on `tuning`, only their cost. */
export function searchReads(db: Database, interned: InternedReads, tuning: Tuning = measuredTuning) {
  const match = createMatch(db, interned, tuning)
  const people = peopleReads(db)
  const ids = db
    .prepare<[string], StoredId>('select m.id from json_each(?) j join messages m on m.row = j.value order by j.key')
    .pluck()
  const count = db.prepare<[], number>('select messages from search_state').pluck()
  const oldest = db
    .prepare<[], number>('select sort_ms from messages where row = (select min(id) from message_tokens_docsize)')
    .pluck()
  // the rows from the narrow index first, then the messages
  const recent = db.prepare<[number], { threadId: StoredId; subject: string; lastMs: number }>(
    `select t.id as threadId, m.subject, m.sort_ms as lastMs
     from (select row from messages indexed by messages_facets where hidden = 0 order by row desc limit ?) v
     cross join messages m on m.row = v.row join threads t on t.row = m.thread`,
  )

  return {
    match(request: MatchRequest): Page<string> {
      const { items, nextCursor } = match(request)
      return { items: ids.all(JSON.stringify(items)).map(readId), nextCursor }
    },
    coverage: (): { messages: number; oldestMs: number | null } => ({
      messages: count.get() ?? 0,
      oldestMs: oldest.get() ?? null,
    }),
    people: people.latest,
    subjects(limit: number): { threadId: string; subject: string; lastMs: number }[] {
      const found = new Map<string, { threadId: string; subject: string; lastMs: number }>()
      for (const { threadId: stored, ...subject } of recent.all(limit * messagesPerSubject)) {
        const threadId = readId(stored)
        if (!found.has(threadId)) found.set(threadId, { threadId, ...subject })
      }
      return [...found.values()].slice(0, limit)
    },
  }
}
