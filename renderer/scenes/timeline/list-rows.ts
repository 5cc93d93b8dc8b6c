import type { ThreadSummary } from '../../../core/defs/index.ts'
import { groupKey } from '../../language/index.ts'

export interface GroupRow {
  readonly kind: 'group'
  readonly key: string
  /** null while the group may go on in what is not loaded yet */
  readonly count: number | null
}
export interface ThreadRowItem {
  readonly kind: 'thread'
  readonly key: string
  readonly thread: ThreadSummary
}
export type ListRow = GroupRow | ThreadRowItem

/** The group of each thread at one time: with 100,000 rows, dates are not computed anew for each page that comes in. */
const groupOf = new WeakMap<ThreadSummary, { readonly nowMs: number; readonly key: string }>()

function groupOfThread(thread: ThreadSummary, nowMs: number): string {
  const known = groupOf.get(thread)
  if (known?.nowMs === nowMs) return known.key
  const key = groupKey(thread.lastMs, nowMs)
  groupOf.set(thread, { nowMs, key })
  return key
}

/** The rows of a list with a heading before each group of days or months. `complete`: nothing is left to load. */
export function toListRows(threads: readonly ThreadSummary[], nowMs: number, complete: boolean): ListRow[] {
  const rows: ListRow[] = []
  let groupAt = -1
  let key = ''
  const closeGroup = (known: boolean) => {
    if (groupAt >= 0) rows[groupAt] = { kind: 'group', key, count: known ? rows.length - groupAt - 1 : null }
  }
  for (const thread of threads) {
    const next = groupOfThread(thread, nowMs)
    if (next !== key) {
      closeGroup(true)
      groupAt = rows.length
      key = next
      rows.push({ kind: 'group', key, count: null })
    }
    rows.push({ kind: 'thread', key: thread.id, thread })
  }
  closeGroup(complete)
  return rows
}

/** The heading that a row stands under. */
export function groupAt(rows: readonly ListRow[], index: number): GroupRow | null {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at--) {
    const row = rows[at]
    if (row?.kind === 'group') return row
  }
  return null
}

/** The thread `step` rows on, headings left out; stays at either end. */
export function stepFrom(rows: readonly ListRow[], fromKey: string | null, step: number): string | null {
  const from = fromKey === null ? -1 : rows.findIndex((row) => row.key === fromKey && row.kind === 'thread')
  if (from < 0) return rows.find((row) => row.kind === 'thread')?.key ?? null
  let reached = fromKey
  let left = Math.abs(step)
  for (let at = from + Math.sign(step); left > 0 && at >= 0 && at < rows.length; at += Math.sign(step)) {
    const row = rows[at]
    if (row?.kind !== 'thread') continue
    reached = row.key
    left -= 1
  }
  return reached
}

/** The threads from one row to another, both included, whichever stands first. */
export function rangeBetween(rows: readonly ListRow[], fromKey: string, toKey: string): string[] {
  const threads = rows.flatMap((row) => (row.kind === 'thread' ? row.key : []))
  const ends = [threads.indexOf(fromKey), threads.indexOf(toKey)].toSorted((a, b) => a - b)
  const [start = -1, end = -1] = ends
  return start < 0 ? [toKey] : threads.slice(start, end + 1)
}
