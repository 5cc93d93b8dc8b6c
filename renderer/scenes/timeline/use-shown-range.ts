import { useEffect, useMemo, useState } from 'react'
import type { ImportanceRange } from '../../../core/defs/index.ts'
import { importanceLimits } from '../../components/index.ts'
import { useViewSettings } from '../../window/index.ts'

/** What of a view is shown by its importance. */
export interface ShownRange {
  /** as it is kept for this view */
  readonly kept: ImportanceRange
  /** everything is shown, until the view changes */
  readonly everything: boolean
  /** what is asked for */
  readonly range: ImportanceRange
  setRange(range: ImportanceRange): void
  setEverything(shown: boolean): void
}

/** What is starred was marked by the user and is never hidden. */
export const hasRange = (view: string): boolean => view !== 'starred'

export function useShownRange(view: string): ShownRange {
  const { range: kept, setRange } = useViewSettings(view)
  const [lifted, setLifted] = useState<string | null>(null)
  const everything = lifted === view
  useEffect(() => setLifted((old) => (old === view ? old : null)), [view])
  return useMemo(
    () => ({
      kept,
      everything,
      range: everything || !hasRange(view) ? importanceLimits : kept,
      setRange: (range) => {
        setLifted(null)
        setRange(range)
      },
      setEverything: (shown) => setLifted(shown ? view : null),
    }),
    [view, kept, everything, setRange],
  )
}
