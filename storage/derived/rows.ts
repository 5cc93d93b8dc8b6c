import { fail } from '../../core/defs/index.ts'

/**
 * Rows of messages are ordered by time: second * 2^4 + place within the second (further ones go to the next second).
 * 2^33 seconds reach the year 2242, and the highest row stays far below 2^53, so that it is exact in a JavaScript number.
 * Not more places than needed: the search index stores the distance between rows, and 2^20 made it a third larger
 * (doc/decisions/030-search-index.md).
 */
export const rowsPerSecond = 2 ** 4
const lastSecond = 2 ** 33 - 1

/** The first row of the second that a message belongs to. Times before 1970 and absurd ones are clamped. */
export function firstRowOf(sortMs: number): number {
  const second = Math.floor(sortMs / 1000)
  return Math.min(Math.max(Number.isFinite(second) ? second : 0, 0), lastSecond) * rowsPerSecond
}

/** Whether two times have the same place in the order: a row is kept for as long as that. */
export function sameSecond(oneMs: number, otherMs: number): boolean {
  return firstRowOf(oneMs) === firstRowOf(otherMs)
}

/** Cursors are a row (or another whole number) in base 36: opaque to callers, bound as a number here. */
export function toCursor(value: number): string {
  return value.toString(36)
}

export function fromCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  const value = /^[0-9a-z]{1,11}$/.test(cursor) ? Number.parseInt(cursor, 36) : Number.NaN
  if (!Number.isSafeInteger(value)) {
    throw fail('invalid', 'This page of the list cannot be found. Start from the top of the list.', {
      field: 'cursor',
      details: `cursor ${cursor}`,
    })
  }
  return value
}
