import type { ListItem } from '../../client/index.ts'
import { groupKey } from '../../language/index.ts'

export interface GroupRow {
  readonly kind: 'group'
  readonly key: string
  /** null while the group may go on in what is not loaded yet */
  readonly count: number | null
}
interface ItemRow {
  readonly kind: 'item'
  readonly key: string
  readonly item: ListItem
}
export type ListRow = GroupRow | ItemRow

/** The group of each row at one time: with 100,000 rows, dates are not computed anew for each page that comes in. */
const groupOf = new WeakMap<ListItem, { readonly nowMs: number; readonly key: string }>()

function groupOfItem(item: ListItem, nowMs: number): string {
  const known = groupOf.get(item)
  if (known?.nowMs === nowMs) return known.key
  const key = groupKey(item.lastMs, nowMs)
  groupOf.set(item, { nowMs, key })
  return key
}

/** The rows of a list with a heading before each group of days or months. `complete`: nothing is left to load. */
export function toListRows(items: readonly ListItem[], nowMs: number, complete: boolean): ListRow[] {
  const rows: ListRow[] = []
  let groupAt = -1
  let key = ''
  const closeGroup = (known: boolean) => {
    if (groupAt >= 0) rows[groupAt] = { kind: 'group', key, count: known ? rows.length - groupAt - 1 : null }
  }
  for (const item of items) {
    const next = groupOfItem(item, nowMs)
    if (next !== key) {
      closeGroup(true)
      groupAt = rows.length
      key = next
      rows.push({ kind: 'group', key, count: null })
    }
    rows.push({ kind: 'item', key: item.id, item })
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

/** The row `step` rows on, headings left out; stays at either end. */
export function stepFrom(rows: readonly ListRow[], fromKey: string | null, step: number): string | null {
  const from = fromKey === null ? -1 : rows.findIndex((row) => row.key === fromKey && row.kind === 'item')
  if (from < 0) return rows.find((row) => row.kind === 'item')?.key ?? null
  let reached = fromKey
  let left = Math.abs(step)
  for (let at = from + Math.sign(step); left > 0 && at >= 0 && at < rows.length; at += Math.sign(step)) {
    const row = rows[at]
    if (row?.kind !== 'item') continue
    reached = row.key
    left -= 1
  }
  return reached
}

/** The items from one row to another, both included, whichever stands first. */
export function rangeBetween(rows: readonly ListRow[], fromKey: string, toKey: string): string[] {
  const items = rows.flatMap((row) => (row.kind === 'item' ? row.key : []))
  const ends = [items.indexOf(fromKey), items.indexOf(toKey)].toSorted((a, b) => a - b)
  const [start = -1, end = -1] = ends
  return start < 0 ? [toKey] : items.slice(start, end + 1)
}
