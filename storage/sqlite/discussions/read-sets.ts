import type { Database } from 'better-sqlite3'
import type { Page, ParticipantSet } from '../../../core/defs/index.ts'
import { fromCursor, toCursor } from '../../derived/index.ts'
import { type InternedReads, idList, idsIn, readId, type StoredId, storeId } from '../interned/index.ts'
import { numbersIn } from '../messages/index.ts'
import { mergeRanges } from '../views/index.ts'

interface SetRow {
  readonly id: StoredId
  readonly discussion_id: StoredId
  readonly addresses: string
  readonly list_id: string | null
  readonly circular_by: number | null
  readonly thread_id: string | null
}

const columns = 'p.id, d.id as discussion_id, p.addresses, p.list_id, p.circular_by, p.thread_id'

/** Thread side of ParticipantSetStore. */
export function setReads(db: Database, interned: InternedReads) {
  const byIds = db.prepare<[string], SetRow>(
    `select ${columns} from ${idsIn} j cross join participant_sets p on p.id = j.id
     cross join discussions d on d.row = p.discussion order by j.key`,
  )
  const rowsByIds = db
    .prepare<[string], number>(`select p.row from ${idsIn} j cross join participant_sets p on p.id = j.id`)
    .pluck()
  const ofDiscussions = db.prepare<[string], SetRow>(
    `select ${columns} from ${idsIn} j cross join discussions d on d.id = j.id
     cross join participant_sets p on p.discussion = d.row order by j.key, p.id`,
  )
  const walk = db.prepare<[StoredId, number], SetRow>(
    `select ${columns} from participant_sets p cross join discussions d on d.row = p.discussion
     where p.id > ? order by p.id limit ?`,
  )
  const holding = db.prepare<[string, StoredId, number], SetRow>(
    `select ${columns} from participant_sets p cross join discussions d on d.row = p.discussion
     where p.row in (select participant_set from set_addresses where address in (select value from json_each(?)))
     and p.id > ? order by p.id limit ?`,
  )
  const messages = db
    .prepare<[number, number, number, number], number>(
      `select row from messages indexed by messages_by_set where participant_set = ? and hidden = ? and row < ?
       order by row desc limit ?`,
    )
    .pluck()
  const messageIds = db
    .prepare<[string], StoredId>('select m.id from json_each(?) j join messages m on m.row = j.value order by j.key')
    .pluck()

  const toSet = (row: SetRow): ParticipantSet => ({
    id: readId(row.id),
    addresses: numbersIn(row.addresses).map((address) => interned.address(address)),
    listId: row.list_id,
    circularBy: row.circular_by === null ? null : interned.address(row.circular_by),
    threadId: row.thread_id,
    discussionId: readId(row.discussion_id),
  })

  return {
    get: (ids: readonly string[]): ParticipantSet[] => byIds.all(idList(ids)).map(toSet),
    byAddresses(addresses: readonly string[], cursor: string | undefined, limit: number): Page<ParticipantSet> {
      const known = addresses.flatMap((address) => interned.addressRow(address) ?? [])
      const found = holding.all(JSON.stringify(known), storeId(cursor ?? ''), limit + 1)
      const items = found.slice(0, limit).map(toSet)
      return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
    ofDiscussions: (discussionIds: readonly string[]): ParticipantSet[] =>
      ofDiscussions.all(idList(discussionIds)).map(toSet),
    walk: (after: string | null, limit: number): ParticipantSet[] => walk.all(storeId(after ?? ''), limit).map(toSet),
    messagesOf(setIds: readonly string[], cursor: string | undefined, limit: number): Page<string> {
      const sets = rowsByIds.all(idList([...new Set(setIds)]))
      const ranges = sets.flatMap((set) =>
        [0, 1].map((hidden) => (below: number, count: number) => messages.all(set, hidden, below, count)),
      )
      const found = mergeRanges(ranges, fromCursor(cursor) ?? Number.MAX_SAFE_INTEGER, limit + 1)
      const rows = found.slice(0, limit)
      const last = rows.at(-1)
      return {
        items: messageIds.all(JSON.stringify(rows)).map(readId),
        nextCursor: last !== undefined && found.length > limit ? toCursor(last) : null,
      }
    },
  }
}
