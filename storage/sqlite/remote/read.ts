import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { RemoteCopy } from '../../contracts/index.ts'
import { idList, readId, type StoredId } from '../interned/index.ts'
import { messagesById } from '../messages/index.ts'

interface RemoteRow {
  readonly mailboxId: string
  readonly uid: number
  readonly messageId: StoredId
  readonly flags: string
}

const flagList = z.array(z.string())

/** Thread side of RemoteStore. */
export function remoteReads(db: Database) {
  const columns = 'b.id as mailboxId, r.uid, m.id as messageId, r.flags'
  const page = db.prepare<[string, number, number], RemoteRow>(
    `select ${columns} from mailboxes b join remote r on r.mailbox = b.row join messages m on m.row = r.message
     where b.id = ? and r.uid > ? order by r.uid limit ?`,
  )
  // `cross join` keeps the order of the tables: the planner would read the whole mailbox for a handful of UIDs.
  const byUids = db.prepare<[string, string], RemoteRow>(
    `select ${columns} from json_each(?) j cross join mailboxes b on b.id = ?
     cross join remote r on r.mailbox = b.row and r.uid = j.value cross join messages m on m.row = r.message order by j.key`,
  )
  const byMessages = db.prepare<[string], RemoteRow>(
    `select ${columns} from ${messagesById} cross join remote r on r.message = m.row
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
    byMessages: (messageIds: readonly string[]): RemoteCopy[] => byMessages.all(idList(messageIds)).map(toCopy),
    count: (mailboxId: string): number => count.get(mailboxId) ?? 0,
  }
}

function toCopy(row: RemoteRow): RemoteCopy {
  return { ...row, messageId: readId(row.messageId), flags: flagList.parse(JSON.parse(row.flags)) }
}
