import type { Database } from 'better-sqlite3'
import type { Facts } from '../messages/index.ts'
import { addFacts, bump, emptySums, type Sums } from './sums.ts'

interface Counted {
  readonly hidden: number
  readonly importance: number
  readonly list_key: number | null
  readonly unread: number
  readonly flagged: number
  readonly scored: number
  readonly files: number
  readonly count: number
}

/** Sums of a set from its messages, as they would have been kept; the newest and the lowest scores are looked up anyway. */
export function recounts(db: Database): (set: number) => Sums {
  const messages = db.prepare<[number], Counted>(
    `select hidden, importance, list_key, flags & 1 = 0 as unread, flags & 2 = 2 as flagged, overall is not null as scored,
     attachment_count as files, count(*) as count
     from messages where participant_set = ? group by 1, 2, 3, 4, 5, 6, 7`,
  )
  const mailboxes = db.prepare<[number], { row: number; count: number }>(
    `select s.mailbox as row, count(*) as count from messages m join memberships s on s.message = m.row
     where m.participant_set = ? group by s.mailbox`,
  )
  const tags = db.prepare<[number], { row: number; hidden: number; count: number }>(
    `select g.tag as row, m.hidden, count(*) as count from messages m join message_tags g on g.message = m.row
     where m.participant_set = ? group by g.tag, m.hidden`,
  )
  const threads = db.prepare<[number], { hidden: number; count: number }>(
    'select hidden, count(*) as count from set_threads where participant_set = ? group by hidden',
  )

  return (set) => {
    const sums = emptySums()
    const side = (hidden: number) => (hidden === 1 ? sums.hidden : sums.visible)
    for (const group of messages.iterate(set)) addFacts(sums, factsOf(set, group), group.count)
    for (const { row, count } of mailboxes.iterate(set)) bump(sums.mailboxes, row, count)
    for (const { row, hidden, count } of tags.iterate(set)) bump(side(hidden).names, row, count)
    for (const { hidden, count } of threads.iterate(set)) side(hidden).threads = count
    return sums
  }
}

/** A message of a group that are all alike. */
function factsOf(set: number, group: Counted): Facts {
  return {
    row: 0,
    thread: 0,
    set,
    hidden: group.hidden === 1,
    unread: group.unread === 1,
    flagged: group.flagged === 1,
    files: group.files,
    importance: group.importance,
    scores: group.scored === 1 ? { technic: 0, context: 0, comportment: 0, overall: 0 } : null,
    mailboxes: [],
    tags: [],
    list: group.list_key,
  }
}
