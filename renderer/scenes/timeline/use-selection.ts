import { useMemo, useState } from 'react'
import { type ListRow, rangeBetween } from './list-rows.ts'

export interface Selection {
  readonly ids: ReadonlySet<string>
  toggle(id: string): void
  /** everything from the last toggled row to this one */
  extendTo(rows: readonly ListRow[], id: string): void
  set(ids: readonly string[]): void
  clear(): void
}

/** The chosen rows of one list; another list begins with none. */
export function useSelection(listKey: string): Selection {
  const [state, setState] = useState({
    listKey,
    ids: new Set<string>() as ReadonlySet<string>,
    anchor: null as string | null,
  })
  const current = state.listKey === listKey ? state : { listKey, ids: new Set<string>(), anchor: null }
  return useMemo(() => {
    const { ids, anchor } = current
    return {
      ids,
      toggle: (id) => {
        const next = new Set(ids)
        if (!next.delete(id)) next.add(id)
        setState({ listKey, ids: next, anchor: id })
      },
      extendTo: (rows, id) =>
        setState({ listKey, ids: new Set([...ids, ...rangeBetween(rows, anchor ?? id, id)]), anchor: anchor ?? id }),
      set: (all) => setState({ listKey, ids: new Set(all), anchor: all.at(-1) ?? null }),
      clear: () => setState({ listKey, ids: new Set(), anchor: null }),
    }
  }, [current, listKey])
}
