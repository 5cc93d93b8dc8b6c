import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { RemoteCopy } from '../../contracts/index.ts'
import { readId, type StoredId } from '../interned/index.ts'
import { messageRows } from '../messages/index.ts'

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
  const mailboxRow = db.prepare<[string], number>('select row from mailboxes where id = ?').pluck()
  const byUid = db.prepare<[number, number], RemoteRow>(
    `select ${columns} from remote r join messages m on m.row = r.message join mailboxes b on b.row = r.mailbox
     where r.mailbox = ? and r.uid = ?`,
  )
  // `cross join` keeps the order of the tables
  const byMessage = db.prepare<[number], RemoteRow>(
    `select ${columns} from messages m cross join remote r on r.message = m.row cross join mailboxes b on b.row = r.mailbox
     where m.row = ? order by b.id, r.uid`,
  )
  const rowOf = messageRows(db)
  const count = db
    .prepare<[string], number>('select count(*) from remote where mailbox = (select row from mailboxes where id = ?)')
    .pluck()

  return {
    page: (mailboxId: string, afterUid: number, limit: number): RemoteCopy[] =>
      page.all(mailboxId, afterUid, limit).map(toCopy),
    byUids(mailboxId: string, uids: readonly number[]): RemoteCopy[] {
      const mailbox = mailboxRow.get(mailboxId) ?? 0
      return uids.flatMap((uid) => byUid.all(mailbox, uid).map(toCopy))
    },
    byMessages: (messageIds: readonly string[]): RemoteCopy[] =>
      messageIds.flatMap((id) => byMessage.all(rowOf(id) ?? 0).map(toCopy)),
    count: (mailboxId: string): number => count.get(mailboxId) ?? 0,
  }
}

function toCopy(row: RemoteRow): RemoteCopy {
  return { ...row, messageId: readId(row.messageId), flags: flagList.parse(JSON.parse(row.flags)) }
}
