import type { Database } from 'better-sqlite3'
import { hiddenRoles } from '../../derived/index.ts'
import type { Interned } from '../interned/index.ts'
import { type MailboxPlace, namedView } from '../views/index.ts'

type MailboxRow = Omit<MailboxPlace, 'accountView' | 'hides'>

/** All mailboxes, read once a commit and again when they change. */
export function mailboxPlaces(db: Database, interned: Interned) {
  const find = db.prepare<[string], MailboxRow>('select row, id, account, role from mailboxes where id = ?')
  const every = db.prepare<[], MailboxRow>('select row, id, account, role from mailboxes')
  let byRow: Map<number, MailboxPlace> | null = null
  let byId = new Map<string, MailboxPlace>()

  const toPlace = (mailbox: MailboxRow): MailboxPlace => ({
    ...mailbox,
    accountView: namedView(interned.nameRow(`account:${mailbox.account}`)),
    hides: hiddenRoles.some((role) => role === mailbox.role),
  })
  const places = (): Map<number, MailboxPlace> => {
    if (byRow !== null) return byRow
    const all = every.all().map(toPlace)
    byId = new Map(all.map((mailbox) => [mailbox.id, mailbox]))
    byRow = new Map(all.map((mailbox) => [mailbox.row, mailbox]))
    return byRow
  }

  return {
    /** at the start of a commit, since what was remembered may have been rolled back, and after each change */
    forget(): void {
      byRow = null
    },
    place: (row: number): MailboxPlace | undefined => places().get(row),
    find(id: string): MailboxPlace | undefined {
      if (byRow !== null) return byId.get(id)
      const found = find.get(id)
      return found && toPlace(found)
    },
  }
}
