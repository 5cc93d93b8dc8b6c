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

/** The rows of a list with a heading before each group of days or months. `complete`: nothing is left to load. */
export function toListRows(threads: readonly ThreadSummary[], nowMs: number, complete: boolean): ListRow[] {
  const rows: ListRow[] = []
  let groupAt = -1
  let key = ''
  const closeGroup = (known: boolean) => {
    if (groupAt >= 0) rows[groupAt] = { kind: 'group', key, count: known ? rows.length - groupAt - 1 : null }
  }
  for (const thread of threads) {
    const next = groupKey(thread.lastMs, nowMs)
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
  const threads = rows.flatMap((row) => (row.kind === 'thread' ? row.key : []))
  if (threads.length === 0) return null
  const at = fromKey === null ? -1 : threads.indexOf(fromKey)
  if (at < 0) return threads[0] ?? null
  return threads[Math.max(0, Math.min(threads.length - 1, at + step))] ?? null
}

/** The threads from one row to another, both included, whichever stands first. */
export function rangeBetween(rows: readonly ListRow[], fromKey: string, toKey: string): string[] {
  const threads = rows.flatMap((row) => (row.kind === 'thread' ? row.key : []))
  const ends = [threads.indexOf(fromKey), threads.indexOf(toKey)].toSorted((a, b) => a - b)
  const [start = -1, end = -1] = ends
  return start < 0 ? [toKey] : threads.slice(start, end + 1)
}
