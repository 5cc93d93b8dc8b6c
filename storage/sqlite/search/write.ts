import type { Database } from 'better-sqlite3'
import type { Message } from '../../../core/defs/index.ts'
import type { SearchRow } from '../../contracts/index.ts'

/** Called by the commit, within its transaction. `row` is the message's row number. */
export interface SearchWrites {
  /** replaces what was there; ascending by row */
  put(rows: readonly { readonly row: number; readonly search: SearchRow }[]): void
  /** the messages of these rows are gone (or get another row number and are put again) */
  remove(rows: readonly number[]): void
  has(row: number): boolean
  /** a message was written or removed: for what is derived from the message itself (people). null = absent */
  changed(row: number, before: Message | null, after: Message | null): void
  /** ids of messages that have no search row, at most `limit`: for doctor */
  missing(limit: number): string[]
}

export function searchWrites(_db: Database): SearchWrites {
  return { put: () => {}, remove: () => {}, has: () => false, changed: () => {}, missing: () => [] }
}
