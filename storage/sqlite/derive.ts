import type { Facts } from './messages/index.ts'
import type { Writes } from './writes.ts'

/**
 * Everything that follows from what a commit has touched. Messages first: threads are summed up over those not hidden;
 * then threads, sets and discussions, each from what comes before it.
 */
export function derive(writes: Writes): void {
  const { touched, threads, sets, discussions, mailboxes, tags, people, features } = writes
  const known = new Map<number, Facts>()
  for (const [row, before] of touched.messages) {
    const after = settled(writes, row)
    if (after !== null) known.set(row, after)
    sets.change(before, after)
    tags.change(before, after)
  }
  for (const row of touched.threads) threads.derive(row, known)
  threads.flush()
  deriveDiscussions(writes)
  discussions.flush()
  mailboxes.applyCounts()
  tags.applyCounts()
  people.apply()
  features.apply()
}

/** What a message is now, once it is known whether it is out of sight; null if it is gone. */
function settled({ facts, messages, mailboxes }: Writes, row: number): Facts | null {
  const found = facts(row)
  if (found === null) return null
  const hidden = found.mailboxes.every((mailbox) => mailboxes.place(mailbox)?.hides !== false)
  if (hidden === found.hidden) return found
  messages.hide(row, hidden)
  return { ...found, hidden }
}

function deriveDiscussions({ touched, sets, discussions, regrouped }: Writes): void {
  const changed = sets.apply(touched.sets)
  for (const row of regrouped) discussions.derive(row, null)
  for (const [row, change] of changed) if (!regrouped.has(row)) discussions.derive(row, change)
}
