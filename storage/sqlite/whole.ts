import type { Database } from 'better-sqlite3'
import { type Message, type RecordNoun, recordNouns } from '../../core/defs/index.ts'
import { emptyState, type MemoryState } from '../memory/state.ts'
import { type MessageRow, messageColumns, toMessage } from './messages/rows.ts'
import { parseRecord } from './records/index.ts'

/** Reads everything, to answer from memory: until each of these lists has an index of its own. */
export function wholeReads(db: Database) {
  const load = (): MemoryState => {
    const state = emptyState()
    for (const noun of Object.keys(recordNouns) as RecordNoun[]) {
      const map: Map<string, unknown> = state.records[noun]
      const rows = db.prepare<[string], { id: string; value: string }>('select id, value from records where noun = ?')
      for (const { id, value } of rows.all(noun)) map.set(id, parseRecord(noun, id, value))
    }
    const ids = new Map<number, string>()
    for (const row of db.prepare<[], MessageRow>(`select ${messageColumns} from messages m`).all()) {
      const message: Message = toMessage(row)
      ids.set(row.row, message.id)
      state.messages.set(message.id, { row: row.row, message })
      state.threads.set(message.threadId, new Set(state.threads.get(message.threadId)).add(message.id))
    }
    for (const put of db
      .prepare<[], { ref: string; id: string }>(
        'select r.ref, t.id from thread_refs r join threads t on t.row = r.thread',
      )
      .all())
      state.refs.set(put.ref, put.id)
    const pairs = (sql: string, into: Map<string, ReadonlySet<string>>) => {
      for (const { message, other } of db.prepare<[], { message: number; other: string }>(sql).all()) {
        const id = ids.get(message) ?? ''
        into.set(id, new Set(into.get(id)).add(other))
      }
    }
    pairs('select s.message, b.id as other from memberships s join mailboxes b on b.row = s.mailbox', state.memberships)
    pairs('select message, tag as other from message_tags', state.tags)
    for (const value of db.prepare<[], string>('select value from participant_sets').pluck().all()) {
      const set = JSON.parse(value)
      state.sets.set(set.id, set)
    }
    for (const row of db.prepare<[], { message: number; value: string }>('select message, value from features').all()) {
      state.features.set(ids.get(row.message) ?? '', JSON.parse(row.value))
    }
    return state
  }
  return { load }
}
