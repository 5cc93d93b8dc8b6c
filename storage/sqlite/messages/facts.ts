import type { Database } from 'better-sqlite3'
import type { PrivacyIndex } from '../../../core/defs/index.ts'
import { flagBits } from './flags.ts'

/** What sums are made of: everything that a message gives to its thread, its set and its tags. */
export interface Facts {
  readonly row: number
  readonly thread: number
  /** row of its participant set; 0 for none */
  readonly set: number
  /** lies in junk and trash only */
  readonly hidden: boolean
  readonly unread: boolean
  readonly flagged: boolean
  readonly files: number
  readonly importance: number
  readonly scores: PrivacyIndex | null
  /** rows of mailboxes */
  readonly mailboxes: readonly number[]
  /** rows of names */
  readonly tags: readonly number[]
  readonly list: number | null
}

interface FactsRow {
  readonly row: number
  readonly thread: number
  readonly participant_set: number
  readonly hidden: number
  readonly flags: number
  readonly attachment_count: number
  readonly importance: number
  readonly technic: number | null
  readonly context: number | null
  readonly comportment: number | null
  readonly overall: number | null
  readonly list_key: number | null
  readonly mailboxes: string | null
  readonly tags: string | null
}

export function factsReads(db: Database): (row: number) => Facts | null {
  const read = db.prepare<[number], FactsRow>(
    `select row, thread, participant_set, hidden, flags, attachment_count, importance, technic, context, comportment,
     overall, list_key,
     (select group_concat(mailbox) from memberships where message = messages.row) as mailboxes,
     (select group_concat(tag) from message_tags where message = messages.row) as tags
     from messages where row = ?`,
  )
  return (row) => {
    const found = read.get(row)
    return found === undefined ? null : toFacts(found)
  }
}

function toFacts(found: FactsRow): Facts {
  const { technic, context, comportment, overall } = found
  const scored = technic !== null && context !== null && comportment !== null && overall !== null
  return {
    row: found.row,
    thread: found.thread,
    set: found.participant_set,
    hidden: found.hidden === 1,
    unread: (found.flags & flagBits.seen) === 0,
    flagged: (found.flags & flagBits.flagged) !== 0,
    files: found.attachment_count,
    importance: found.importance,
    scores: scored ? { technic, context, comportment, overall } : null,
    mailboxes: numbers(found.mailboxes),
    tags: numbers(found.tags),
    list: found.list_key,
  }
}

const numbers = (text: string | null): number[] => (text === null ? [] : text.split(',').map(Number))
