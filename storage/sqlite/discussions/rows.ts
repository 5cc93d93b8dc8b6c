import { type DiscussionPerson, type DiscussionSummary, fail } from '../../../core/defs/index.ts'
import { bareSubject, importanceOf, maxPeople, summaryProtocol, talkersOf, weakestOf } from '../../derived/index.ts'
import { type InternedReads, readId, type StoredId } from '../interned/index.ts'
import { numbersIn, tagIdsOf, unpackPeople } from '../messages/index.ts'
import { shownOf, unpackSums } from './sums.ts'

/** A row of `discussions` with what its newest message tells, as statements select it. */
export interface DiscussionRow {
  readonly row: number
  readonly id: StoredId
  readonly people: string
  readonly people_count: number
  readonly list_id: string | null
  readonly circular: number
  readonly by_hand: number
  readonly threads: number
  readonly sums: string
  readonly last_id: StoredId
  readonly last_ms: number
  readonly last_people: string
  readonly sender: number | null
  readonly own: number
  readonly subject: string
  readonly excerpt: string
}

/** The columns of DiscussionRow, for statements that read `discussions d` and its newest message `l`. */
export const discussionColumns = `d.row, d.id, d.people, d.people_count, d.list_id, d.circular, d.by_hand, d.threads,
  coalesce(d.sums, (select p.sums from participant_sets p where p.discussion = d.row), '') as sums,
  l.id as last_id, l.sort_ms as last_ms, l.people as last_people, l.sender, l.own, l.subject, l.excerpt`

export const discussionJoins = 'join messages l on l.row = d.last'

export interface Look {
  readonly interned: InternedReads
  /** id of a mailbox by its row */
  readonly mailboxId: (row: number) => string | undefined
  /** the latest label of an address, by its row */
  readonly label: (row: number) => string
}

/** Fails with `corrupt`. */
export function toDiscussion(row: DiscussionRow, look: Look): DiscussionSummary {
  const { interned, mailboxId } = look
  try {
    const sums = unpackSums(row.sums)
    const shown = shownOf(sums)
    const { people, peopleCount } = peopleOf(row, look)
    return {
      id: readId(row.id),
      kind: row.list_id !== null ? 'list' : row.circular === 1 ? 'circular' : 'people',
      people,
      peopleCount,
      listId: row.list_id,
      count: shown.count,
      unread: shown.unread,
      flagged: shown.flagged > 0,
      attachments: shown.files,
      threadCount: row.threads,
      lastMs: row.last_ms,
      lastMessageId: readId(row.last_id),
      lastFrom: row.sender === null ? null : { ...interned.person(row.sender) },
      lastOwn: row.own === 1,
      subject: bareSubject(row.subject),
      excerpt: row.excerpt,
      tagIds: tagIdsOf([...shown.names.keys()], interned),
      importance: importanceOf(shown.levels),
      privacy: shown.low === null ? null : weakestOf([shown.low]),
      protocols: [summaryProtocol],
      mailboxIds: [...sums.mailboxes.keys()].flatMap((mailbox) => mailboxId(mailbox) ?? []).sort(),
      byHand: row.by_hand === 1,
    }
  } catch (thrown) {
    throw fail('corrupt', 'A discussion in the database cannot be read. Run a check of the data in the settings.', {
      details: `discussion ${row.row}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    })
  }
}

/** Those of the newest message first, then the others of the sets. */
function peopleOf(row: DiscussionRow, { interned, label }: Look): Pick<DiscussionSummary, 'people' | 'peopleCount'> {
  const people = new Map<string, DiscussionPerson>()
  const talkers = talkersOf({ participants: unpackPeople(row.last_people, interned) })
  for (const [address, own] of talkers) {
    if (people.size === maxPeople) break
    people.set(address, {
      address,
      label: own === '' ? label(interned.addressRow(address) ?? 0) : own,
      contactId: null,
    })
  }
  for (const other of numbersIn(row.people)) {
    if (people.size >= maxPeople) break
    const address = interned.address(other)
    if (!people.has(address)) people.set(address, { address, label: label(other), contactId: null })
  }
  return { people: [...people.values()], peopleCount: Math.max(row.people_count, talkers.size) }
}
