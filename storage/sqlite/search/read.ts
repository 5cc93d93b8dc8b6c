import type { Database } from 'better-sqlite3'
import type { Page } from '../../../core/defs/index.ts'
import { createMatch, type MatchRequest } from './match.ts'
import { type Person, peopleReads } from './people.ts'
import { measuredTuning, type Tuning } from './read-branch.ts'

/** Messages looked through for each subject asked for: threads have several, and only the newest subjects count. */
const messagesPerSubject = 4

/** Thread side of SearchStore: the same methods, synchronous. The answers do not depend on `tuning`, only their cost. */
export function searchReads(db: Database, tuning: Tuning = measuredTuning) {
  const match = createMatch(db, tuning)
  const people = peopleReads(db)
  const ids = db
    .prepare<[string], string>('select m.id from json_each(?) j join messages m on m.row = j.value order by j.key')
    .pluck()
  const count = db.prepare<[], number>('select messages from search_state').pluck()
  const oldest = db
    .prepare<[], number>('select sort_ms from messages where row = (select min(id) from message_tokens_docsize)')
    .pluck()
  const recent = db.prepare<[number], { threadId: string; subject: string; lastMs: number }>(
    `select t.id as threadId, m.subject, m.sort_ms as lastMs
     from messages m indexed by messages_visible join threads t on t.row = m.thread
     where m.hidden = 0 order by m.row desc limit ?`,
  )

  return {
    match(request: MatchRequest): Page<string> {
      const { items, nextCursor } = match(request)
      return { items: ids.all(JSON.stringify(items)), nextCursor }
    },
    coverage: (): { messages: number; oldestMs: number | null } => ({
      messages: count.get() ?? 0,
      oldestMs: oldest.get() ?? null,
    }),
    people: (limit: number): Person[] => people(limit),
    subjects(limit: number): { threadId: string; subject: string; lastMs: number }[] {
      const found = new Map<string, { threadId: string; subject: string; lastMs: number }>()
      for (const subject of recent.all(limit * messagesPerSubject)) {
        if (!found.has(subject.threadId)) found.set(subject.threadId, subject)
      }
      return [...found.values()].slice(0, limit)
    },
  }
}
