import type { Database } from 'better-sqlite3'
import type { Feature, ParticipantSet } from '../../core/defs/index.ts'
import { hasTracker } from '../derived/index.ts'

export function judgementWrites(db: Database) {
  const putSet = db.prepare('insert or replace into participant_sets (id, discussion, value) values (?, ?, ?)')
  const hasSet = db.prepare<[string], number>('select 1 from participant_sets where id = ?').pluck()
  const putFeatures = db.prepare('insert or replace into features (message, value) values (?, ?)')
  const setTracker = db.prepare('update messages set tracker = ? where row = ?')
  const tag = db.prepare('insert or ignore into message_tags (message, tag) values (?, ?)')
  const untag = db.prepare('delete from message_tags where message = ? and tag = ?')
  const dropTag = db.prepare('delete from message_tags where tag = ?')
  return {
    putSet: (set: ParticipantSet): void => void putSet.run(set.id, set.discussionId, JSON.stringify(set)),
    hasSet: (id: string): boolean => hasSet.get(id) === 1,
    putFeatures(row: number, features: readonly Feature[]): void {
      putFeatures.run(row, JSON.stringify(features))
      setTracker.run(hasTracker(features) ? 1 : 0, row)
    },
    tag: (row: number, id: string): void => void tag.run(row, id),
    untag: (row: number, id: string): void => void untag.run(row, id),
    dropTag: (id: string): void => void dropTag.run(id),
  }
}
