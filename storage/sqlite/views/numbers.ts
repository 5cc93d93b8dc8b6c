import { type MailboxRole, mailboxRole } from '../../../core/defs/index.ts'
import type { ParsedView } from '../../derived/index.ts'

/** `view` of the views over all accounts; a mailbox's own view has its row (positive). Never renumber. */
export const allView = -1
export const starredView = -2
const roleViews: Readonly<Record<MailboxRole, number>> = {
  inbox: -10,
  drafts: -11,
  sent: -12,
  archive: -13,
  junk: -14,
  trash: -15,
  all: -16,
  flagged: -17,
}
/** Views of accounts, tags and lists count down from here by the row of their name. */
const firstNamed = -100

export function namedView(nameRow: number): number {
  return firstNamed - nameRow
}

/** null: no role that we know */
export function roleView(role: string | null): number | null {
  const known = mailboxRole.safeParse(role)
  return known.success ? roleViews[known.data] : null
}

interface Rows {
  mailboxRow(id: string): number | undefined
  nameRow(name: string): number | undefined
}

/** null: of a mailbox, account, tag or list that is not known, so an empty view */
export function viewNumber(view: ParsedView, { mailboxRow, nameRow }: Rows): number | null {
  switch (view.kind) {
    case 'all':
      return allView
    case 'starred':
      return starredView
    case 'role':
      return roleViews[view.role]
    case 'mailbox':
      return mailboxRow(view.id) ?? null
    default: {
      const row = nameRow(`${view.kind}:${view.id}`)
      return row === undefined ? null : namedView(row)
    }
  }
}
