import type { Database } from 'better-sqlite3'
import type { DiscussionSummary, MessageSummary, Page, ThreadSummary } from '../../../core/defs/index.ts'
import type { DiscussionStore, PageRequest } from '../../contracts/index.ts'
import { levelCount, lowestLevel } from '../../derived/index.ts'
import { type InternedReads, idList, idsIn, type StoredId, storeId } from '../interned/index.ts'
import type { messageReads } from '../messages/index.ts'
import type { peopleReads } from '../people/index.ts'
import type { threadReads } from '../threads/index.ts'
import { viewNumbers, viewPages } from '../views/index.ts'
import { insideReads } from './inside.ts'
import { type DiscussionRow, discussionColumns, discussionJoins, type Look, toDiscussion } from './rows.ts'

interface Parts {
  readonly interned: InternedReads
  readonly messages: ReturnType<typeof messageReads>
  readonly threads: ReturnType<typeof threadReads>
  readonly people: ReturnType<typeof peopleReads>
}

type Inside = Parameters<DiscussionStore['messages']>[0]

/** Thread side of DiscussionStore. */
export function discussionReads(db: Database, { interned, messages, threads, people }: Parts) {
  const pages = viewPages(db, 'discussion_views', interned)
  const numberOf = viewNumbers(db, interned)
  const byRows = db.prepare<[string], DiscussionRow>(
    `select ${discussionColumns} from json_each(?) j cross join discussions d on d.row = j.value ${discussionJoins}
     order by j.key`,
  )
  const rowById = db.prepare<[StoredId], number>('select row from discussions where id = ?').pluck()
  const rowsByIds = db
    .prepare<[string], number>(`select d.row from ${idsIn} j cross join discussions d on d.id = j.id order by j.key`)
    .pluck()
  const setsOf = db.prepare<[number], number>('select row from participant_sets where discussion = ?').pluck()
  const levels = db.prepare<[number, number], { importance: number; count: number }>(
    'select importance, sum(count) as count from discussion_levels where view = ? and unread >= ? group by importance',
  )
  const mailboxId = db.prepare<[number], string>('select id from mailboxes where row = ?').pluck()
  const inside = insideReads(db)

  /** in that order */
  function summaries(rows: readonly number[]): DiscussionSummary[] {
    const mailboxes = new Map<number, string | undefined>()
    const look: Look = {
      interned,
      label: people.labelOf,
      mailboxId: (row) => {
        if (!mailboxes.has(row)) mailboxes.set(row, mailboxId.get(row))
        return mailboxes.get(row)
      },
    }
    return byRows.all(JSON.stringify(rows)).map((row) => toDiscussion(row, look))
  }

  const setsIn = (discussionId: string): number[] => setsOf.all(rowById.get(storeId(discussionId)) ?? 0)

  return {
    list(request: PageRequest): Page<DiscussionSummary> {
      const { rows, nextCursor } = pages(request)
      return { items: summaries(rows), nextCursor }
    },
    get: (ids: readonly string[]): DiscussionSummary[] => summaries(rowsByIds.all(idList(ids))),
    histogram(view: string, unread: boolean | undefined): number[] {
      const counts = Array.from({ length: levelCount }, () => 0)
      const number = numberOf(view)
      if (number === null) return counts
      for (const { importance, count } of levels.all(number, unread === true ? 1 : 0)) {
        counts[importance - lowestLevel] = count
      }
      return counts
    },
    threads(discussionId: string, cursor: string | undefined, limit: number): Page<ThreadSummary> {
      const { rows, nextCursor } = inside.threads(setsIn(discussionId), cursor, limit)
      return { items: threads.summaries(rows), nextCursor }
    },
    messages({ discussionId, threadId, cursor, limit }: Inside): Page<MessageSummary> {
      const { rows, nextCursor } = inside.messages(setsIn(discussionId), threadId, cursor, limit)
      return { items: messages.summaries(rows), nextCursor }
    },
    messageIds: (discussionIds: readonly string[]): string[] =>
      discussionIds.flatMap((id) => inside.messageIds(setsIn(id))),
  }
}
