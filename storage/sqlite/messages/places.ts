import type { Database } from 'better-sqlite3'
import { type StoredId, storeId } from '../interned/index.ts'

/** What other parts of a commit need to know of a message. */
export interface MessagePlace {
  readonly row: number
  readonly flags: number
  readonly body_state: number
  readonly sort_ms: number
  readonly importance: number
  readonly hidden: number
  readonly tracker: number
}

/** Where messages stand; those that a commit adds are named by most of what it brings, so they are remembered while it lasts. */
export function messagePlaces(db: Database) {
  const find = db.prepare<[StoredId], MessagePlace>(
    `select row, flags, body_state, sort_ms, importance, hidden, tracker
     from messages where id = ?`,
  )
  const added = new Map<string, MessagePlace>()
  return {
    /** at the start of a commit */
    begin: (): void => added.clear(),
    find: (id: string): MessagePlace | undefined => added.get(id) ?? find.get(storeId(id)),
    added(id: string, place: MessagePlace): void {
      const { row, flags, body_state, sort_ms, importance, hidden, tracker } = place
      added.set(id, { row, flags, body_state, sort_ms, importance, hidden, tracker })
    },
    /** the message is about to change */
    forget: (id: string): void => void added.delete(id),
  }
}
