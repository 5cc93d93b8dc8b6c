import type { Database } from 'better-sqlite3'

/** What the servers hold; rows of mailboxes and messages instead of ids. */
export function remoteWrites(db: Database) {
  const put = db.prepare<[number, number, number, string, number]>(
    'insert or replace into remote (mailbox, uid, message, flags, pending) values (?, ?, ?, ?, ?)',
  )
  const remove = db.prepare<[number, number]>('delete from remote where mailbox = ? and uid = ?')
  const clear = db.prepare<[number]>('delete from remote where mailbox = ?')
  return {
    put(mailbox: number, uid: number, message: number, flags: readonly string[], pending: boolean): void {
      put.run(mailbox, uid, message, JSON.stringify(flags), pending ? 1 : 0)
    },
    remove(mailbox: number, uid: number): void {
      remove.run(mailbox, uid)
    },
    clear(mailbox: number): void {
      clear.run(mailbox)
    },
  }
}
