import type { PrivacyIndex } from '../../../core/defs/index.ts'
import { importanceOf, latestPeople, levelCount, levelIndex, lowestOf, type Person } from '../../derived/index.ts'
import { flagBits } from '../messages/index.ts'

/** A message of a thread, as sums see it. */
export interface Member {
  readonly row: number
  readonly flags: number
  readonly hidden: number
  readonly attachment_count: number
  readonly importance: number
  readonly technic: number | null
  readonly context: number | null
  readonly comportment: number | null
  readonly overall: number | null
  readonly sender: number | null
  readonly list_key: number | null
  readonly participant_set: number
}

/** What a thread's row says of its messages. */
export interface ThreadSums {
  readonly first: number
  readonly last: number
  readonly count: number
  readonly unread: number
  readonly flagged: number
  readonly attachments: number
  readonly importance: number
  readonly technic: number | null
  readonly context: number | null
  readonly comportment: number | null
  readonly overall: number | null
  readonly people: string | null
}

/** Distinct senders looked at for the people of a thread: more than are shown, since one person has several spellings. */
const maxSenders = 64

/** `shown`: oldest first, at least one. */
export function sumUp(shown: readonly Member[], person: (row: number) => Person): ThreadSums {
  const levels = Array.from({ length: levelCount }, () => 0)
  const scores: PrivacyIndex[] = []
  let unread = 0
  let flagged = 0
  let attachments = 0
  for (const member of shown) {
    const { technic, context, comportment, overall } = member
    if (technic !== null && context !== null && comportment !== null && overall !== null) {
      scores.push({ technic, context, comportment, overall })
    }
    const level = levelIndex(member.importance)
    levels[level] = (levels[level] ?? 0) + 1
    if ((member.flags & flagBits.seen) === 0) unread += 1
    if (isFlagged(member)) flagged = 1
    attachments += member.attachment_count
  }
  const low = lowestOf(scores)
  return {
    first: shown[0]?.row ?? 0,
    last: shown.at(-1)?.row ?? 0,
    count: shown.length,
    unread,
    flagged,
    attachments,
    importance: importanceOf(levels),
    technic: low?.technic ?? null,
    context: low?.context ?? null,
    comportment: low?.comportment ?? null,
    overall: low?.overall ?? null,
    people: peopleOf(shown, person),
  }
}

export function isFlagged(member: Pick<Member, 'flags'>): boolean {
  return (member.flags & flagBits.flagged) !== 0
}

/** JSON rows of persons, latest last; null when it is the sender of the newest alone. */
function peopleOf(shown: readonly Member[], person: (row: number) => Person): string | null {
  const senders = new Set<number>()
  for (let i = shown.length - 1; i >= 0 && senders.size < maxSenders; i--) {
    const sender = shown[i]?.sender ?? null
    if (sender !== null) senders.add(sender)
  }
  if (senders.size === 0 || (senders.size === 1 && senders.has(shown.at(-1)?.sender ?? 0))) return null
  const rows = new Map([...senders].map((row) => [person(row), row]))
  return JSON.stringify(latestPeople(rows.keys()).map((each) => rows.get(each) ?? 0))
}
