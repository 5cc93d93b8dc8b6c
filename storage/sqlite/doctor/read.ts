import type { Database } from 'better-sqlite3'
import { type RecordNoun, recordNouns } from '../../../core/defs/index.ts'
import { blobsOfRecord } from '../../derived/index.ts'
import { readId, type StoredId } from '../interned/index.ts'
import { logReads } from '../log/index.ts'
import { unpackCopies } from '../messages/index.ts'
import { parseRecord } from '../records/index.ts'

/** How many faults SQLite lists before it stops looking. */
const maxFaults = 20

/** Checks that only read: they run beside everything else, in pieces. */
export function doctorReads(db: Database) {
  const copies = db.prepare<[number, number], { row: number; size_bytes: number; copies: StoredId | null }>(
    'select row, size_bytes, copies from messages where row > ? order by row limit ?',
  )
  const withBlob = db.prepare<[Buffer], { id: StoredId; subject: string }>(
    'select id, subject from messages where instr(copies, ?) > 0 limit 1',
  )
  const records = db.prepare<[string], { id: string; value: string }>('select id, value from records where noun = ?')
  const salvaged = db.prepare<[], string>('select blob from salvaged').pluck()
  const wrong = wrongCounts.map((sql) => db.prepare<[], number>(sql).pluck())
  const log = logReads(db)

  return {
    /** what SQLite finds wrong with its own file; empty = sound */
    integrity(): string[] {
      const found = db.pragma(`integrity_check(${maxFaults})`) as { integrity_check: string }[]
      return found.map((line) => line.integrity_check).filter((line) => line !== 'ok')
    },
    /** blob hashes of the next messages, and the row to go on from (null = that was all) */
    blobsOfMessages(after: number, limit: number): { hashes: string[]; next: number | null } {
      const rows = copies.all(after, limit)
      return {
        hashes: rows.flatMap((row) => unpackCopies(row.copies, row.size_bytes).map(({ blob }) => blob)),
        next: rows.length < limit ? null : (rows.at(-1)?.row ?? null),
      }
    },
    /** the message that a raw text belongs to; looks at all of them */
    messageWith(hash: string): { id: string; subject: string } | null {
      const found = withBlob.get(Buffer.from(hash, 'hex'))
      return found === undefined ? null : { id: readId(found.id), subject: found.subject }
    },
    /** those of drafts and the outbox, and those that wait to be ingested again after damage */
    otherBlobs(): string[] {
      const ofRecords = (Object.keys(recordNouns) as RecordNoun[]).flatMap((noun) =>
        records.all(noun).flatMap((row) => blobsOfRecord(noun, parseRecord(noun, row.id, row.value))),
      )
      return [...ofRecords, ...salvaged.all()]
    },
    wrongCounts: (): number => wrong.reduce((sum, statement) => sum + (statement.get() ?? 0), 0),
    unreadableLog: log.unreadable,
  }
}

/** What is kept as the commits go by, against what it counts or repeats. */
const wrongCounts = [
  `select count(*) from mailboxes b left join
   (select mailbox, count(*) as total, sum(unread) as unread from memberships group by mailbox) s on s.mailbox = b.row
   where b.total <> coalesce(s.total, 0) or b.unread <> coalesce(s.unread, 0)`,
  `select count(*) from memberships s join messages m on m.row = s.message
   where s.unread <> (m.flags & 1 = 0) or s.importance <> m.importance`,
  `select count(*) from message_tags g join messages m on m.row = g.message
   where g.unread <> (m.flags & 1 = 0) or g.importance <> m.importance or g.hidden <> m.hidden`,
  `select count(*) from
   (select tag, count(*) as messages, sum(unread) as unread from message_tags where hidden = 0 group by tag) s
   full join tag_counts c on c.tag = s.tag
   where coalesce(c.messages, 0) <> coalesce(s.messages, 0) or coalesce(c.unread, 0) <> coalesce(s.unread, 0)`,
  ...['thread', 'discussion'].map(
    (of) =>
      `select count(*) from
       (select view, unread, importance, count(*) as count from ${of}_views group by view, unread, importance) s
       full join ${of}_levels l on l.view = s.view and l.unread = s.unread and l.importance = s.importance
       where coalesce(l.count, 0) <> coalesce(s.count, 0)`,
  ),
]
