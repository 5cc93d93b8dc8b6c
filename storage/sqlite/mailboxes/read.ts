import type { Database } from 'better-sqlite3'
import type { MailboxCounts } from '../../contracts/index.ts'

/** Thread side of MailboxStore. */
export function mailboxReads(db: Database) {
  const counts = db.prepare<[string], MailboxCounts>(
    `select b.id as mailboxId, b.total, b.unread from json_each(?) j join mailboxes b on b.id = j.value order by j.key`,
  )
  return { counts: (mailboxIds: readonly string[]): MailboxCounts[] => counts.all(JSON.stringify(mailboxIds)) }
}
