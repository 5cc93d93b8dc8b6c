import type { Database } from 'better-sqlite3'
import { type RecordNoun, recordNouns } from '../../../core/defs/index.ts'
import { blobsOfRecord } from '../../derived/index.ts'
import { parseRecord } from '../records/index.ts'

/** How many faults SQLite lists before it stops looking. */
const maxFaults = 20

/** Checks that only read: they run beside everything else, in pieces. */
export function doctorReads(db: Database) {
  const copies = db.prepare<[number, number], { row: number; copies: string }>(
    `select row, (select json_group_array(value ->> 0) from json_each(parts, '$[4]')) as copies
     from messages where row > ? order by row limit ?`,
  )
  const withBlob = db.prepare<[string], { id: string; subject: string }>(
    "select id, subject from messages where exists (select 1 from json_each(parts, '$[4]') where value ->> 0 = ?) limit 1",
  )
  const records = db.prepare<[string], { id: string; value: string }>('select id, value from records where noun = ?')
  const salvaged = db.prepare<[], string>('select blob from salvaged').pluck()
  const wrongCounts = db
    .prepare<[], number>(
      `select count(*) from mailboxes b left join
       (select mailbox, count(*) as total, sum(unread) as unread from memberships group by mailbox) s on s.mailbox = b.row
       where b.total <> coalesce(s.total, 0) or b.unread <> coalesce(s.unread, 0)`,
    )
    .pluck()
  const wrongMarks = db
    .prepare<[], number>(
      'select count(*) from memberships s join messages m on m.row = s.message where s.unread <> (m.flags & 1 = 0)',
    )
    .pluck()
  const unreadableLog = db.prepare<[], number>('select count(*) from log where not json_valid(value)').pluck()

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
        hashes: rows.flatMap((row): string[] => JSON.parse(row.copies)),
        next: rows.length < limit ? null : (rows.at(-1)?.row ?? null),
      }
    },
    /** the message that a raw text belongs to; looks at all of them */
    messageWith: (hash: string): { id: string; subject: string } | null => withBlob.get(hash) ?? null,
    /** those of drafts and the outbox, and those that wait to be ingested again after damage */
    otherBlobs(): string[] {
      const ofRecords = (Object.keys(recordNouns) as RecordNoun[]).flatMap((noun) =>
        records.all(noun).flatMap((row) => blobsOfRecord(noun, parseRecord(noun, row.id, row.value))),
      )
      return [...ofRecords, ...salvaged.all()]
    },
    wrongCounts: (): number => (wrongCounts.get() ?? 0) + (wrongMarks.get() ?? 0),
    unreadableLog: (): number => unreadableLog.get() ?? 0,
  }
}
