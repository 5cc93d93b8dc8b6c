import { useMemo, useState } from 'react'
import { type ListRow, rangeBetween } from './list-rows.ts'

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** how many rows match where all of them are meant, those that were never loaded too; null: the ids are meant */
  readonly matching: number | null
  toggle(id: string): void
  /** everything from the last toggled row to this one */
  extendTo(rows: readonly ListRow[], id: string): void
  set(ids: readonly string[]): void
  /** all that match, until another row is chosen or left out */
  setMatching(count: number): void
  clear(): void
}

/** The chosen rows of one list; another list begins with none. */
export function useSelection(listKey: string): Selection {
  const [state, setState] = useState({
    listKey,
    ids: new Set<string>() as ReadonlySet<string>,
    anchor: null as string | null,
    matching: null as number | null,
  })
  const current = state.listKey === listKey ? state : { listKey, ids: new Set<string>(), anchor: null, matching: null }
  return useMemo(() => {
    const { ids, anchor, matching } = current
    return {
      ids,
      matching,
      toggle: (id) => {
        const next = new Set(ids)
        if (!next.delete(id)) next.add(id)
        setState({ listKey, ids: next, anchor: id, matching: null })
      },
      extendTo: (rows, id) =>
        setState({
          listKey,
          ids: new Set([...ids, ...rangeBetween(rows, anchor ?? id, id)]),
          anchor: anchor ?? id,
          matching: null,
        }),
      set: (all) => setState({ listKey, ids: new Set(all), anchor: all.at(-1) ?? null, matching: null }),
      setMatching: (count) => setState({ listKey, ids, anchor, matching: count }),
      clear: () => setState({ listKey, ids: new Set(), anchor: null, matching: null }),
    }
  }, [current, listKey])
}
