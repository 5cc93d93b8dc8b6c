import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tag } from '../../../core/defs/index.ts'
import type { ListItem, RowKind } from '../../client/index.ts'
import { classNames } from '../../components/index.ts'
import { groupLabel, useLocale } from '../../language/index.ts'
import type { Actions } from '../../window/index.ts'
import styles from './list.module.css'
import { groupAt, type ListRow, stepFrom } from './list-rows.ts'
import { Row, rowId } from './Row.tsx'
import type { MenuPlace } from './RowMenu.tsx'
import { useKeptPlace } from './use-kept-place.ts'
import type { Selection } from './use-selection.ts'

const c = classNames(styles)

/** Rows drawn beyond the edge, so that a fast wheel does not outrun the drawing. */
const overscanRows = 8
/** The next page is asked for when fewer rows than this are left below. */
const fetchBeforeEndRows = 60
/** In rem, as in tokens.css. */
const sizes = { group: 1.875, comfortable: 4.75, dense: 3.5 } as const

/** A table whose rows are chosen by the keyboard is a grid (WAI-ARIA 1.2). */
const asGrid = { role: 'grid', tabIndex: 0, 'aria-multiselectable': true } as const

interface Props {
  readonly label: string
  readonly kind: RowKind
  readonly rows: readonly ListRow[]
  readonly nowMs: number
  readonly own: ReadonlySet<string>
  readonly tags: ReadonlyMap<string, Pick<Tag, 'name' | 'colour'>>
  readonly draftOf: (item: ListItem) => string | null
  readonly density: 'comfortable' | 'dense'
  /** one rem in CSS pixels; another size or density needs another list, whose rows are measured anew */
  readonly rem: number
  readonly openedId: string | null
  readonly cursorId: string | null
  readonly selection: Selection
  readonly actions: Actions
  readonly hasMore: boolean
  readonly onMore: () => void
  readonly onCursor: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onMenu: (place: MenuPlace) => void
}

/** The virtual list: one tab stop, arrow keys move the cursor, rows exist only where they are seen. */
export function RowList(props: Props) {
  const { label, rows, nowMs, density, rem, openedId, cursorId, selection, hasMore, onMore, onCursor, onOpen } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const scroller = useRef<HTMLDivElement>(null)
  const heightOf = (row: ListRow | undefined) => sizes[row?.kind === 'group' ? 'group' : density] * rem
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: overscanRows,
  })
  const { fresh, toTop } = useKeptPlace(scroller, rows, heightOf)
  const items = virtualizer.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - fetchBeforeEndRows) onMore()
  }, [hasMore, lastIndex, rows.length, onMore])

  // Only a moved cursor scrolls, not rows that come in.
  const scrollTo = useRef((_id: string) => {})
  useEffect(() => {
    scrollTo.current = (id) => {
      const index = rows.findIndex((row) => row.key === id)
      if (index >= 0) virtualizer.scrollToIndex(index)
    }
  })
  const grid = useRef<HTMLTableElement>(null)
  useEffect(() => {
    if (cursorId === null) return
    scrollTo.current(cursorId)
    // A key moved the cursor while nothing had the focus: the list takes it, so that the row is seen and said.
    if (document.activeElement === document.body) grid.current?.focus({ preventScroll: true })
  }, [cursorId])

  const selecting = selection.ids.size > 0
  const press = (id: string, event: MouseEvent) => {
    if (event.shiftKey) selection.extendTo(rows, id)
    else if (event.ctrlKey || event.metaKey) selection.toggle(id)
    else onOpen(id)
  }
  const menu = (id: string, event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
    onCursor(id)
    props.onMenu({ id, at: { x: event.clientX, y: event.clientY } })
  }
  const handlers = useStable({ press, toggle: selection.toggle, menu })
  const words = { today: t('common.today'), yesterday: t('common.yesterday') }
  const heading = groupAt(rows, items.find((item) => item.end > (virtualizer.scrollOffset ?? 0))?.index ?? 0)
  return (
    <div className={c('frame')}>
      {fresh > 0 && (
        <button type="button" className={c('pill')} onClick={toTop}>
          {t('timeline.fresh', { count: fresh })}
        </button>
      )}
      <div ref={scroller} className={c('scroller')}>
        {heading && (
          <div aria-hidden="true" className={c('sticky')}>
            <div className={c('group')}>
              <span>{groupLabel(heading.key, nowMs, locale, words)}</span>
              <span>{heading.count}</span>
            </div>
          </div>
        )}
        <table
          ref={grid}
          {...asGrid}
          data-pane-focus
          aria-label={label}
          aria-rowcount={hasMore ? -1 : rows.length}
          {...(cursorId !== null ? { 'aria-activedescendant': rowId(cursorId) } : {})}
          className={c('grid')}
          onKeyDown={(event) => moveByKey(event, props, onCursor)}
          onContextMenu={(event) => {
            // The key that asks for a menu: at the row of the cursor, since the focus is on the list.
            if (cursorId === null) return
            event.preventDefault()
            props.onMenu({ id: cursorId, at: withinRow(cursorId) })
          }}
        >
          <tbody className={c('canvas')} style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const row = rows[index]
              if (!row) return null
              if (row.kind === 'group') {
                return (
                  <tr
                    key={row.key}
                    aria-rowindex={index + 1}
                    className={c('group', 'placed')}
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    <td>{groupLabel(row.key, nowMs, locale, words)}</td>
                    <td aria-hidden="true">{row.count}</td>
                  </tr>
                )
              }
              return (
                <Row
                  key={row.key}
                  item={row.item}
                  kind={props.kind}
                  index={index}
                  top={start}
                  first={rows[index - 1]?.kind !== 'item'}
                  nowMs={nowMs}
                  own={props.own}
                  tags={props.tags}
                  draftText={props.draftOf(row.item)}
                  dense={density === 'dense'}
                  opened={row.key === openedId}
                  current={row.key === cursorId}
                  selected={selection.ids.has(row.key)}
                  selecting={selecting}
                  actions={props.actions}
                  onPress={handlers.press}
                  onToggle={handlers.toggle}
                  onMenu={handlers.menu}
                />
              )
            })}
          </tbody>
        </table>
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

/** A place within the row, for a menu that a key asked for. */
export function withinRow(id: string): MenuPlace['at'] {
  const box = document.getElementById(rowId(id))?.getBoundingClientRect()
  return { x: (box?.left ?? 0) + menuInset, y: (box?.top ?? 0) + menuInset }
}
/** CSS pixels: the menu begins beside the face of the row. */
const menuInset = 48

interface Handlers {
  press(id: string, event: MouseEvent): void
  toggle(id: string): void
  menu(id: string, event: MouseEvent): void
}

/** Functions whose identity never changes, so that rows are not drawn again for a new closure. */
function useStable(latest: Handlers): Handlers {
  const ref = useRef(latest)
  useEffect(() => {
    ref.current = latest
  })
  return useMemo(
    () => ({
      press: (id, event) => ref.current.press(id, event),
      toggle: (id) => ref.current.toggle(id),
      menu: (id, event) => ref.current.menu(id, event),
    }),
    [],
  )
}
