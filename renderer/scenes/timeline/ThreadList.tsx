import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import { groupLabel, useLocale } from '../../language/index.ts'
import type { Actions } from '../../shell/index.ts'
import styles from './list.module.css'
import { groupAt, type ListRow, stepFrom } from './list-rows.ts'
import { rowId, ThreadRow } from './ThreadRow.tsx'
import { useKeptPlace } from './use-kept-place.ts'
import type { Selection } from './use-selection.ts'

const c = classNames(styles)

/** Rows drawn beyond the edge, so that a fast wheel does not outrun the drawing. */
const overscanRows = 8
/** The next page is asked for when fewer rows than this are left below. */
const fetchBeforeEndRows = 60
/** In rem, as in tokens.css. */
const sizes = { group: 1.875, comfortable: 4.75, dense: 3.5 } as const

interface Props {
  readonly label: string
  readonly rows: readonly ListRow[]
  readonly nowMs: number
  readonly own: ReadonlySet<string>
  readonly draftOf: (thread: ThreadSummary) => string | null
  readonly density: 'comfortable' | 'dense'
  readonly openedId: string | null
  readonly cursorId: string | null
  readonly selection: Selection
  readonly actions: Actions
  readonly hasMore: boolean
  readonly onMore: () => void
  readonly onCursor: (id: string) => void
  readonly onOpen: (id: string) => void
}

/** The virtual list: one tab stop, arrow keys move the cursor, rows exist only where they are seen. */
export function ThreadList(props: Props) {
  const { label, rows, nowMs, density, openedId, cursorId, selection, hasMore, onMore, onCursor, onOpen } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const scroller = useRef<HTMLDivElement>(null)
  const rem = useRootFontSize()
  const heightOf = (row: ListRow | undefined) => sizes[row?.kind === 'group' ? 'group' : density] * rem
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: overscanRows,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes follow from density and font size alone
  useEffect(() => virtualizer.measure(), [density, rem])
  const { fresh, toTop } = useKeptPlace(scroller, rows, heightOf)
  const items = virtualizer.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - fetchBeforeEndRows) onMore()
  }, [hasMore, lastIndex, rows.length, onMore])

  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.key, index])), [rows])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a moved cursor scrolls, not rows that come in
  useEffect(() => {
    const index = cursorId === null ? undefined : indexOf.get(cursorId)
    if (index !== undefined) virtualizer.scrollToIndex(index)
  }, [cursorId])

  const selecting = selection.ids.size > 0
  const press = (id: string, event: MouseEvent) => {
    if (event.shiftKey) selection.extendTo(rows, id)
    else if (event.ctrlKey || event.metaKey) selection.toggle(id)
    else onOpen(id)
  }
  const handlers = useStable({ press, toggle: selection.toggle })
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  const heading = groupAt(rows, items.find((item) => item.end > (virtualizer.scrollOffset ?? 0))?.index ?? 0)
  return (
    <div className={c('frame')}>
      {fresh > 0 && (
        <button type="button" className={c('pill')} onClick={toTop}>
          {t('timeline.fresh', { count: fresh })}
        </button>
      )}
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        data-pane-focus
        aria-label={label}
        aria-multiselectable
        aria-rowcount={hasMore ? -1 : rows.length}
        {...(cursorId !== null ? { 'aria-activedescendant': rowId(cursorId) } : {})}
        className={c('scroller')}
        onKeyDown={(event) => moveByKey(event, props, (id) => onCursor(id))}
      >
        {heading && (
          <div aria-hidden="true" className={c('sticky')}>
            <div className={c('group')}>
              <span>{groupLabel(heading.key, nowMs, locale, words)}</span>
              <span>{heading.count}</span>
            </div>
          </div>
        )}
        <div role="rowgroup" className={c('canvas')} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (!row) return null
            if (row.kind === 'group') {
              return (
                <div
                  key={row.key}
                  role="row"
                  aria-rowindex={index + 1}
                  className={c('group', 'placed')}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <span role="gridcell">{groupLabel(row.key, nowMs, locale, words)}</span>
                  <span aria-hidden="true">{row.count}</span>
                </div>
              )
            }
            return (
              <ThreadRow
                key={row.key}
                thread={row.thread}
                index={index}
                top={start}
                first={rows[index - 1]?.kind !== 'thread'}
                nowMs={nowMs}
                own={props.own}
                draftText={props.draftOf(row.thread)}
                dense={density === 'dense'}
                opened={row.key === openedId}
                current={row.key === cursorId}
                selected={selection.ids.has(row.key)}
                selecting={selecting}
                actions={props.actions}
                onPress={handlers.press}
                onToggle={handlers.toggle}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Rows a page key moves by: what a usual window shows. */
const pageStep = 8

function moveByKey(
  event: KeyboardEvent,
  { rows, cursorId, onOpen, selection }: Props,
  move: (id: string) => void,
): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: pageStep,
    PageUp: -pageStep,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }
  const step = steps[event.key]
  if (step !== undefined) {
    const id = stepFrom(rows, cursorId, step)
    if (id !== null) {
      move(id)
      if (event.shiftKey) selection.extendTo(rows, id)
    }
  } else if (event.key === 'Enter' && cursorId !== null) onOpen(cursorId)
  else if (event.key === ' ' && cursorId !== null) selection.toggle(cursorId)
  else return
  event.preventDefault()
  event.stopPropagation()
}

function useRootFontSize(): number {
  const [px, setPx] = useState(rootFontPx)
  useEffect(() => {
    const observer = new MutationObserver(() => setPx(rootFontPx()))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] })
    return () => observer.disconnect()
  }, [])
  return px
}

const rootFontPx = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16

/** Functions whose identity never changes, so that rows are not drawn again for a new closure. */
function useStable(latest: { press(id: string, event: MouseEvent): void; toggle(id: string): void }) {
  const ref = useRef(latest)
  useEffect(() => {
    ref.current = latest
  })
  return useMemo(
    () => ({
      press: (id: string, event: MouseEvent) => ref.current.press(id, event),
      toggle: (id: string) => ref.current.toggle(id),
    }),
    [],
  )
}
