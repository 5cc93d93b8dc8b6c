import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { RemoteCopy } from '../../contracts/index.ts'

type RemoteRow = Omit<RemoteCopy, 'flags'> & { readonly flags: string }

const flagList = z.array(z.string())

/** Thread side of RemoteStore. */
export function remoteReads(db: Database) {
  const columns = `b.id as mailboxId, r.uid, m.id as messageId, r.flags
    from mailboxes b join remote r on r.mailbox = b.row join messages m on m.row = r.message`
  const page = db.prepare<[string, number, number], RemoteRow>(
    `select ${columns} where b.id = ? and r.uid > ? order by r.uid limit ?`,
  )
  // `cross join` keeps the order of the tables: the planner would read the whole mailbox for a handful of UIDs.
  const byUids = db.prepare<[string, string], RemoteRow>(
    `select b.id as mailboxId, r.uid, m.id as messageId, r.flags
     from json_each(?) j cross join mailboxes b on b.id = ? cross join remote r on r.mailbox = b.row and r.uid = j.value
     cross join messages m on m.row = r.message order by j.key`,
  )
  const byMessages = db.prepare<[string], RemoteRow>(
    `select b.id as mailboxId, r.uid, m.id as messageId, r.flags
     from json_each(?) j cross join messages m on m.id = j.value cross join remote r on r.message = m.row
     cross join mailboxes b on b.row = r.mailbox order by j.key, b.id, r.uid`,
  )
  const count = db
    .prepare<[string], number>('select count(*) from remote where mailbox = (select row from mailboxes where id = ?)')
    .pluck()

  return {
    page: (mailboxId: string, afterUid: number, limit: number): RemoteCopy[] =>
      page.all(mailboxId, afterUid, limit).map(toCopy),
    byUids: (mailboxId: string, uids: readonly number[]): RemoteCopy[] =>
      byUids.all(JSON.stringify(uids), mailboxId).map(toCopy),
    byMessages: (messageIds: readonly string[]): RemoteCopy[] => byMessages.all(JSON.stringify(messageIds)).map(toCopy),
    count: (mailboxId: string): number => count.get(mailboxId) ?? 0,
  }
}

function toCopy(row: RemoteRow): RemoteCopy {
  return { ...row, flags: flagList.parse(JSON.parse(row.flags)) }
}
