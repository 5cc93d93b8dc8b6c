import { fail, type ThreadSummary } from '../../../core/defs/index.ts'
import { bareSubject, type Person, weakestOf } from '../../derived/index.ts'
import { type InternedReads, readId, type StoredId } from '../interned/index.ts'
import { numbersIn, tagIdsOf } from '../messages/index.ts'

/** A row of `threads` with what its first and last message tell, as statements select it. */
export interface ThreadRow {
  readonly row: number
  readonly id: StoredId
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
  readonly tags: string | null
  readonly views: string
  readonly subject: string
  readonly last_id: StoredId
  readonly last_ms: number
  readonly excerpt: string
  readonly sender: number | null
  readonly list: number | null
  readonly list_key: number | null
}

/** The columns of ThreadRow, for statements that read `threads t` and its last message `l`. */
export const threadColumns = `t.row, t.id, t.last, t.count, t.unread, t.flagged, t.attachments, t.importance, t.technic,
  t.context, t.comportment, t.overall, t.people, t.tags, t.views,
  case when t.first = t.last then l.subject else (select f.subject from messages f where f.row = t.first) end as subject,
  l.id as last_id, l.sort_ms as last_ms,
  l.excerpt, l.sender, l.list, l.list_key`

export const threadJoins = 'join messages l on l.row = t.last'

/** `mailboxId` tells the id of a mailbox by its row. Fails with `corrupt`. */
export function toThread(
  row: ThreadRow,
  interned: InternedReads,
  mailboxId: (row: number) => string | undefined,
): ThreadSummary {
  try {
    const { technic, context, comportment, overall } = row
    const scored = technic !== null && context !== null && comportment !== null && overall !== null
    const sender = row.sender === null ? null : { ...interned.person(row.sender) }
    const mailboxes = numbersIn(row.views).filter((view) => view > 0)
    return {
      id: readId(row.id),
      subject: bareSubject(row.subject),
      people: peopleOf(row, sender, interned),
      count: row.count,
      unread: row.unread,
      flagged: row.flagged === 1,
      lastMs: row.last_ms,
      lastMessageId: readId(row.last_id),
      lastFrom: sender,
      excerpt: row.excerpt,
      attachments: row.attachments,
      listId: row.list_key === null ? null : interned.name(row.list ?? row.list_key).slice('list:'.length),
      mailboxIds: mailboxes.flatMap((view) => mailboxId(view) ?? []).sort(),
      importance: row.importance,
      privacy: scored ? weakestOf([{ technic, context, comportment, overall }]) : null,
      tagIds: row.tags === null ? [] : tagIdsOf(numbersIn(row.tags), interned),
    }
  } catch (thrown) {
    throw fail('corrupt', 'A conversation in the database cannot be read. Run a check of the data in the settings.', {
      details: `thread ${row.row}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    })
  }
}

function peopleOf(row: ThreadRow, sender: Person | null, interned: InternedReads): Person[] {
  if (row.people === null) return sender === null ? [] : [sender]
  return numbersIn(row.people).map((person) => ({ ...interned.person(person) }))
}
