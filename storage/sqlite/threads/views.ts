import type { MailboxRole } from '../../../core/defs/index.ts'
import type { ParsedView } from '../../derived/index.ts'

/** `thread_views.view` of the views over all accounts; a mailbox's own view has its row (positive). Never renumber. */
export const allView = -1
export const starredView = -2
export const roleViews: Readonly<Record<MailboxRole, number>> = {
  inbox: -10,
  drafts: -11,
  sent: -12,
  archive: -13,
  junk: -14,
  trash: -15,
  all: -16,
  flagged: -17,
}

/** null: a mailbox that is not known, so an empty view */
export function viewNumber(view: ParsedView, mailboxRow: (id: string) => number | undefined): number | null {
  switch (view.kind) {
    case 'all':
      return allView
    case 'starred':
      return starredView
    case 'role':
      return roleViews[view.role]
    case 'mailbox':
      return mailboxRow(view.id) ?? null
    default:
      return null
  }
}
