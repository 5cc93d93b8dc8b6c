import type { Database } from 'better-sqlite3'
import type { Page } from '../../../core/defs/index.ts'
import type { TagStore } from '../../contracts/index.ts'
import { fromCursor, toCursor } from '../../derived/index.ts'
import { readId, type StoredId } from '../interned/index.ts'

type TagCounts = Awaited<ReturnType<TagStore['counts']>>[number]

/** Thread side of TagStore. */
export function tagReads(db: Database) {
  const counts = db.prepare<[], TagCounts>(
    `select r.id as tagId, coalesce(c.messages, 0) as messages, coalesce(c.unread, 0) as unread
     from records r left join names n on n.name = 'tag:' || r.id left join tag_counts c on c.tag = n.row
     where r.noun = 'tag' order by r.id`,
  )
  const messages = db.prepare<[string, number, number], { row: number; id: StoredId }>(
    `select m.row, m.id from message_tags g join messages m on m.row = g.message
     where g.tag = (select row from names where name = ?) and g.message < ? order by g.message desc limit ?`,
  )
  return {
    counts: (): TagCounts[] => counts.all(),
    messages(tagId: string, cursor: string | undefined, limit: number): Page<string> {
      const found = messages.all(`tag:${tagId}`, fromCursor(cursor) ?? Number.MAX_SAFE_INTEGER, limit + 1)
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map(({ id }) => readId(id)),
        nextCursor: last !== undefined && found.length > limit ? toCursor(last.row) : null,
      }
    },
  }
}
