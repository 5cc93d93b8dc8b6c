import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

/** `wide`: all parts; `compact`: the rail shows icons; `single`: list or discussion, one at a time. */
export type LayoutWidth = 'wide' | 'compact' | 'single'

/** Where the window changes shape, in CSS pixels at a text size of 100 %; a larger text takes room as a narrower window does. */
const compactBelowPx = 1180
const singleBelowPx = 860

export const listWidths = { min: 300, initial: 392, compact: 336, max: 560 } as const
export const railWidths = { min: 180, initial: 208, max: 280 } as const
export const inspectorWidths = { min: 280, initial: 336, max: 420 } as const
/** From here on the inspector pushes the reading pane; below it takes the place of the list. */
const inspectorPushesPx = 1280

interface Layout {
  readonly width: LayoutWidth
  readonly listPx: number
  readonly railPx: number
  readonly railFolded: boolean
  readonly inspectorPx: number
  /** `push`: beside the reading pane; `replace`: in the place of the list; `cover`: over everything in the sheet */
  readonly inspectorPlace: 'push' | 'replace' | 'cover'
  resizeList(px: number): void
  resizeRail(px: number): void
  foldRail(folded: boolean): void
  resizeInspector(px: number): void
}

const LayoutContext = createContext<Layout | null>(null)

export function useLayout(): Layout {
  const layout = useContext(LayoutContext)
  if (!layout) throw new Error('useLayout is used outside LayoutProvider.')
  return layout
}

/** Widths belong to this window on this screen, so they are kept by the window and not among the settings. */
const kept = {
  read(name: string, fallback: number): number {
    const value = Number(localStorage.getItem(`layout.${name}`) ?? Number.NaN)
    return Number.isFinite(value) ? value : fallback
  },
  write: (name: string, value: number): void => localStorage.setItem(`layout.${name}`, String(value)),
}

export function LayoutProvider({
  textSizePercent,
  children,
}: {
  readonly textSizePercent: number
  readonly children: ReactNode
}) {
  const px = useEffectiveWidth(textSizePercent)
  const width: LayoutWidth = px < singleBelowPx ? 'single' : px < compactBelowPx ? 'compact' : 'wide'
  const inspectorPlace = px >= inspectorPushesPx ? 'push' : width === 'single' ? 'cover' : 'replace'
  const [listPx, setList] = useState(() => kept.read('list', listWidths.initial))
  const [railPx, setRail] = useState(() => kept.read('rail', railWidths.initial))
  const [inspectorPx, setInspector] = useState(() => kept.read('inspector', inspectorWidths.initial))
  const [folded, setFolded] = useState(() => kept.read('railFolded', 0) === 1)
  const layout = useMemo<Layout>(
    () => ({
      width,
      listPx: width === 'compact' ? Math.min(listPx, listWidths.compact) : listPx,
      railPx,
      railFolded: folded || width !== 'wide',
      inspectorPx,
      inspectorPlace,
      resizeList: (px) => {
        setList(px)
        kept.write('list', px)
      },
      resizeRail: (px) => {
        setRail(px)
        kept.write('rail', px)
      },
      foldRail: (next) => {
        setFolded(next)
        kept.write('railFolded', next ? 1 : 0)
      },
      resizeInspector: (px) => {
        setInspector(px)
        kept.write('inspector', px)
      },
    }),
    [width, inspectorPlace, listPx, railPx, inspectorPx, folded],
  )
  return <LayoutContext value={layout}>{children}</LayoutContext>
}

/** The window's width in CSS pixels as if the text had its usual size. */
function useEffectiveWidth(textSizePercent: number): number {
  const [px, setPx] = useState(innerWidth)
  useEffect(() => {
    const measure = () => setPx(innerWidth)
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  }, [])
  return (px * 100) / textSizePercent
}
