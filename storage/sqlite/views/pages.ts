import { levelCount, lowestLevel } from '../../derived/index.ts'

/** Rows of one range of an index below `before`, falling, at most `limit`. */
export type ReadRange = (before: number, limit: number) => number[]

/** Rows that a range is asked for at first: most ranges of a merge give few of a page. */
const firstRows = 8

/**
 * The first `limit` rows of several ranges that each fall, below `before`, each row once. Ranges are read a few rows at a
 * time, so that a page costs what the page and the number of ranges cost, whatever the ranges hold.
 */
export function mergeRanges(ranges: readonly ReadRange[], before: number, limit: number): number[] {
  const [only] = ranges
  if (only !== undefined && ranges.length === 1) return only(before, limit)
  const heads = ranges.flatMap((read) => Head.open(read, before, limit) ?? [])
  const merged: number[] = []
  while (merged.length < limit && heads.length > 0) {
    let best = 0
    for (let i = 1; i < heads.length; i++) if ((heads[i]?.row ?? 0) > (heads[best]?.row ?? 0)) best = i
    const head = heads[best]
    if (head === undefined) break
    if (merged.at(-1) !== head.row) merged.push(head.row)
    if (!head.next()) heads.splice(best, 1)
  }
  return merged
}

/** A range that is being read: `row` is the highest one that was not taken yet. */
class Head {
  row: number
  readonly #read: ReadRange
  #rows: number[]
  #at = 0
  #size: number

  private constructor(read: ReadRange, rows: number[], size: number) {
    this.#read = read
    this.#rows = rows
    this.#size = size
    this.row = rows[0] ?? 0
  }

  /** null when there is nothing in it */
  static open(read: ReadRange, before: number, limit: number): Head | null {
    const size = Math.min(limit, firstRows)
    const rows = read(before, size)
    return rows.length === 0 ? null : new Head(read, rows, size)
  }

  next(): boolean {
    this.#at += 1
    if (this.#at === this.#rows.length) {
      if (this.#rows.length < this.#size) return false
      this.#size *= 4
      this.#rows = this.#read(this.row, this.#size)
      this.#at = 0
    }
    const row = this.#rows[this.#at]
    if (row === undefined) return false
    this.row = row
    return true
  }
}

export interface LevelRange {
  readonly min: number
  readonly max: number
}

export const everyLevel: LevelRange = { min: lowestLevel, max: lowestLevel + levelCount - 1 }

/** Levels of a range of importance, both ends inclusive. */
export function levelsIn({ min, max }: LevelRange): number[] {
  const low = Math.max(Math.ceil(min), everyLevel.min)
  const high = Math.min(Math.floor(max), everyLevel.max)
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i)
}
