import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { z } from 'zod'
import { importanceRange } from '../../core/defs/index.ts'
import type { RowKind } from '../client/index.ts'
import { usualRange } from '../components/index.ts'

/** How one list is shown. Kept by the window, as its widths are: another window may want another look at the same mail. */
const viewSettings = z.object({
  rows: z.enum(['discussions', 'threads']).default('discussions'),
  range: importanceRange.default(usualRange),
})
export type ViewSettings = z.output<typeof viewSettings>
const keptViews = z.record(z.string(), viewSettings)

const usual: ViewSettings = { rows: 'discussions', range: usualRange }
const place = 'layout.views'
/** Views with settings of their own; the one changed longest ago goes first. */
const viewsKept = 200

interface Views {
  of(view: string): ViewSettings
  change(view: string, change: Partial<ViewSettings>): void
}

const ViewsContext = createContext<Views | null>(null)

export function ViewSettingsProvider({ children }: { readonly children: ReactNode }) {
  const [kept, setKept] = useState(read)
  const views = useMemo<Views>(
    () => ({
      of: (view) => kept.get(view) ?? usual,
      change: (view, change) =>
        setKept((old) => {
          const next = new Map(old)
          next.delete(view)
          next.set(view, { ...(old.get(view) ?? usual), ...change })
          const newest = new Map([...next].slice(-viewsKept))
          localStorage.setItem(place, JSON.stringify(Object.fromEntries(newest)))
          return newest
        }),
    }),
    [kept],
  )
  return <ViewsContext value={views}>{children}</ViewsContext>
}

/** How a view is shown, and what changes that. */
export function useViewSettings(view: string): ViewSettings & {
  readonly setRows: (rows: RowKind) => void
  readonly setRange: (range: ViewSettings['range']) => void
} {
  const views = useContext(ViewsContext)
  if (!views) throw new Error('useViewSettings is used outside ViewSettingsProvider.')
  return useMemo(
    () => ({
      ...views.of(view),
      setRows: (rows) => views.change(view, { rows }),
      setRange: (range) => views.change(view, { range }),
    }),
    [views, view],
  )
}

function read(): ReadonlyMap<string, ViewSettings> {
  try {
    const parsed = keptViews.safeParse(JSON.parse(localStorage.getItem(place) ?? '{}'))
    return new Map(parsed.success ? Object.entries(parsed.data) : [])
  } catch {
    return new Map() // what an older or newer version wrote is not worth an error
  }
}
