import type { MailboxRole, MailboxSummary } from '../../core/defs/index.ts'

export interface Branch {
  readonly box: MailboxSummary
  readonly depth: number
  readonly label: string
}

/** Mailboxes with a special use stand first, in the order in which mail goes through them. */
const roleOrder: readonly MailboxRole[] = ['inbox', 'flagged', 'drafts', 'sent', 'archive', 'all', 'junk', 'trash']

const rank = (box: MailboxSummary): number => {
  const at = box.role ? roleOrder.indexOf(box.role) : -1
  return at < 0 ? roleOrder.length : at
}

/** The mailboxes of one account as an indented list: parents before children, special uses first, then by name. */
export function mailboxTree(mailboxes: readonly MailboxSummary[]): Branch[] {
  const byPath = new Map(mailboxes.map((box) => [box.path, box]))
  const parentPath = (box: MailboxSummary): string | null => {
    const at = box.delimiter ? box.path.lastIndexOf(box.delimiter) : -1
    const path = at > 0 ? box.path.slice(0, at) : null
    return path !== null && byPath.has(path) ? path : null
  }
  const children = Map.groupBy(mailboxes, parentPath)
  const compare = (a: MailboxSummary, b: MailboxSummary) => rank(a) - rank(b) || a.name.localeCompare(b.name)
  const walk = (parent: string | null, depth: number): Branch[] =>
    (children.get(parent) ?? [])
      .toSorted(compare)
      .flatMap((box) => [{ box, depth, label: box.name || box.path }, ...walk(box.path, depth + 1)])
  return walk(null, 0)
}
