import type { MailboxPlace } from './mailbox-place.ts'
import { allView, namedView, roleView, starredView } from './numbers.ts'

/** What decides which views a thread or a discussion stands in. */
export interface Standing {
  /** of any of its messages */
  readonly mailboxes: Iterable<MailboxPlace>
  /** whether a message lies outside junk and trash; of those: whether one is starred, and rows of tags and lists */
  readonly visible: boolean
  readonly starred: boolean
  readonly names: Iterable<number>
}

/** Numbers of views, ascending. */
export function viewsOf({ mailboxes, visible, starred, names }: Standing): number[] {
  const views = new Set<number>()
  for (const { row, role, accountView, hides } of mailboxes) {
    views.add(row)
    const ofRole = roleView(role)
    if (ofRole !== null) views.add(ofRole)
    if (!hides) views.add(accountView)
  }
  if (visible) {
    views.add(allView)
    if (starred) views.add(starredView)
    for (const name of names) views.add(namedView(name))
  }
  return [...views].sort((a, b) => a - b)
}
