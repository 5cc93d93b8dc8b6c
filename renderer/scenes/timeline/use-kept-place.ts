import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ListRow } from './list-rows.ts'

/** Below this the list counts as being at its top, and new rows may push the others down. */
const topPx = 8

/**
 * Keeps what is being read where it is when rows come in above it, and counts those, for a pill that leads to them.
 * At the very top new rows simply appear.
 */
export function useKeptPlace(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly ListRow[],
  heightOf: (row: ListRow | undefined) => number,
): { readonly fresh: number; readonly toTop: () => void } {
  const [fresh, setFresh] = useState(0)
  const before = useRef(rows)

  useLayoutEffect(() => {
    const old = before.current
    before.current = rows
    const element = scroller.current
    if (!element || old === rows || old.length === 0 || element.scrollTop <= topPx) return
    const anchor = rowAt(old, element.scrollTop, heightOf)
    if (!anchor) return
    const now = offsetOf(rows, anchor.key, heightOf)
    if (now === null || now === anchor.offset) return
    element.scrollTop += now - anchor.offset
    const known = new Map(old.flatMap((row) => (row.kind === 'item' ? [[row.key, row.item.lastMs] as const] : [])))
    const above = rows.slice(
      0,
      rows.findIndex((row) => row.key === anchor.key),
    )
    const arrived = above.filter((row) => row.kind === 'item' && known.get(row.key) !== row.item.lastMs).length
    if (arrived > 0) setFresh((count) => count + arrived)
  }, [rows, scroller, heightOf])

  useEffect(() => {
    const element = scroller.current
    const settle = () => {
      if (element && element.scrollTop <= topPx) setFresh(0)
    }
    element?.addEventListener('scroll', settle, { passive: true })
    return () => element?.removeEventListener('scroll', settle)
  }, [scroller])

  const toTop = useCallback(() => {
    setFresh(0)
    scroller.current?.scrollTo({ top: 0 })
    scroller.current?.querySelector<HTMLElement>('[data-pane-focus]')?.focus()
  }, [scroller])
  return { fresh, toTop }
}

type HeightOf = (row: ListRow | undefined) => number

/** The first row that begins at or below a scroll position. */
function rowAt(rows: readonly ListRow[], top: number, heightOf: HeightOf): { key: string; offset: number } | null {
  let offset = 0
  for (const row of rows) {
    if (offset >= top && row.kind === 'item') return { key: row.key, offset }
    offset += heightOf(row)
  }
  return null
}

function offsetOf(rows: readonly ListRow[], key: string, heightOf: HeightOf): number | null {
  let offset = 0
  for (const row of rows) {
    if (row.key === key) return offset
    offset += heightOf(row)
  }
  return null
}
