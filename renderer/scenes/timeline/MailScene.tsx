import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WholeList } from '../../../core/defs/index.ts'
import type { RowKind } from '../../client/index.ts'
import { classNames, ErrorNotice, Splitter } from '../../components/index.ts'
import { useCommands } from '../../keyboard/index.tsx'
import { discussionRoute, listOf, listRoute, navigate, type Route } from '../../routing/index.ts'
import {
  type Actions,
  inspectorWidths,
  listWidths,
  useActions,
  useInspector,
  useLayout,
  useViewSettings,
} from '../../window/index.ts'
import { InspectorPane } from '../inspector/index.tsx'
import { ReadingPane } from '../reading/index.tsx'
import { ListPane } from './ListPane.tsx'
import styles from './list.module.css'
import { toListRows } from './list-rows.ts'
import type { MenuPlace } from './RowMenu.tsx'
import { SelectionPane } from './SelectionPane.tsx'
import { useChosenActions } from './use-chosen-actions.ts'
import { useList } from './use-list.ts'
import { useJudgingCommands, useListCommands } from './use-list-commands.ts'
import { useMinute } from './use-minute.ts'
import { type Opened, useOpened } from './use-opened.ts'
import { type Selection, useSelection } from './use-selection.ts'
import { useShownRange } from './use-shown-range.ts'

const c = classNames(styles)

/** A list of discussions or threads, the one that is open beside it, and why it is judged as it is. */
export function MailScene({ route }: { readonly route: Route }) {
  const { width, listPx, inspectorPx, inspectorPlace } = useLayout()
  const { view, unread } = listOf(route) ?? { view: 'all', unread: false }
  const { rows: kind } = useViewSettings(view)
  const shown = useShownRange(view)
  const list = useList({ rows: kind, view, unread, range: shown.range })
  const { items } = list
  const nowMs = useMinute()
  const rows = useMemo(() => toListRows(items, nowMs, !list.hasNextPage), [items, nowMs, list.hasNextPage])
  const selection = useSelection(`${kind} ${view} ${unread}`)
  const { min, max } = shown.range
  const whole = useMemo<WholeList>(
    () => ({ rows: kind, view, importance: { min, max }, except: [], ...(unread ? { unread } : {}) }),
    [kind, view, min, max, unread],
  )
  const actions = useChosenActions(useActions(), selection, whole)
  const inspector = useInspector()
  const opened = useOpened(route, kind)
  const openedId = rowIdOf(opened, kind)
  const [cursor, setCursor] = useState<string | null>(openedId)
  useEffect(() => setCursor((old) => openedId ?? old), [openedId])
  const cursorId = useCursorInList(items, cursor)
  const [menu, setMenu] = useState<MenuPlace | null>(null)

  const single = width === 'single'
  const isOpen = opened.source !== null
  const open = (id: string) => {
    setCursor(id)
    const to =
      kind === 'discussions' ? discussionRoute(id, { view, unread }) : ({ name: 'thread', id, view, unread } as const)
    navigate(to, { replace: isOpen && !single })
  }
  const close = () => navigate(listRoute(view, unread))
  const moveTo = (id: string) => {
    setCursor(id)
    // Where both are seen, what is open follows the cursor; alone, the list only moves.
    if (isOpen && !single) open(id)
  }
  const commands = { kind, rows, items, cursorId, openedId: isOpen ? (openedId ?? '') : null, selection, actions, open }
  useListCommands({ ...commands, close, moveTo, openMenu: setMenu })
  useJudgingCommands({ ...commands, view, shown })

  const explained = inspector.shown !== null
  const listReplaced = explained && inspectorPlace === 'replace'
  const covered = explained && inspectorPlace === 'cover'
  const showList = !listReplaced && !covered && (!single || route.name === 'timeline' || route.name === 'view')
  const showReading = !covered && (!showList || !single)
  return (
    <div
      className={c('scene', single && 'single', explained && inspectorPlace)}
      style={{ '--list-now': `${listPx}px`, '--inspector-now': `${inspectorPx}px` }}
    >
      {showList && (
        <ListPane
          view={view}
          unread={unread}
          kind={kind}
          shown={shown}
          list={list}
          rows={rows}
          nowMs={nowMs}
          openedId={openedId}
          cursorId={cursorId}
          selection={selection}
          actions={actions}
          menu={menu}
          onMenu={setMenu}
          onCursor={moveTo}
          onOpen={open}
        />
      )}
      {showReading && (
        <ReadingSide
          kind={kind}
          list={{ view, unread, items }}
          whole={whole}
          goesOn={list.hasNextPage}
          opened={opened}
          selection={selection}
          actions={actions}
          beside={showList}
          onLeave={close}
        />
      )}
      {explained && <InspectorSide />}
    </div>
  )
}

interface ReadingSideProps {
  readonly kind: RowKind
  readonly list: {
    readonly view: string
    readonly unread: boolean
    readonly items: ReturnType<typeof useList>['items']
  }
  readonly whole: WholeList
  readonly goesOn: boolean
  readonly opened: Opened
  readonly selection: Selection
  readonly actions: Actions
  /** the list stands at its side */
  readonly beside: boolean
  readonly onLeave: () => void
}

function ReadingSide({ kind, list, whole, goesOn, opened, selection, actions, beside, onLeave }: ReadingSideProps) {
  const { t } = useTranslation()
  const { width, listPx, resizeList } = useLayout()
  const { source, messageId, error } = opened
  return (
    <section aria-label={t('shell.reading')} data-pane="reading" className={c('pane')}>
      {beside && (
        <Splitter
          label={t('shell.listWidth')}
          width={listPx}
          min={listWidths.min}
          max={listWidths.max}
          initial={listWidths.initial}
          onResize={resizeList}
        />
      )}
      {selection.ids.size > 0 ? (
        <SelectionPane
          kind={kind}
          items={list.items}
          whole={whole}
          goesOn={goesOn}
          selection={selection}
          actions={actions}
        />
      ) : error ? (
        <div className={c('trouble')}>
          <ErrorNotice error={error} />
        </div>
      ) : source ? (
        <ReadingPane
          key={`${source.kind} ${source.id} ${messageId ?? ''}`}
          source={source}
          messageId={messageId}
          list={list}
          known={list.items.find(({ id }) => id === source.id) ?? null}
          actions={actions}
          onLeave={onLeave}
          onBack={width === 'single' ? onLeave : null}
        />
      ) : (
        <p className={c('nothing')}>{t('timeline.nothingOpen')}</p>
      )}
    </section>
  )
}

function InspectorSide() {
  const { t } = useTranslation()
  const { inspectorPx, inspectorPlace, resizeInspector } = useLayout()
  const { close } = useInspector()
  useCommands([
    { id: 'inspector.close', label: t('inspector.close'), keys: ['escape'], group: t('inspector.name'), run: close },
  ])
  return (
    <div className={c('inspector')}>
      {inspectorPlace === 'push' && (
        <Splitter
          label={t('shell.inspectorWidth')}
          width={inspectorPx}
          {...inspectorWidths}
          reversed
          onResize={resizeInspector}
        />
      )}
      <InspectorPane />
    </div>
  )
}

/** The row of what is open; null where the list has rows of another kind. */
const rowIdOf = ({ source }: Opened, kind: RowKind): string | null =>
  source !== null && source.kind === (kind === 'discussions' ? 'discussion' : 'thread') ? source.id : null

/** The row that keys act on: where it has left the list, the one that took its place. */
function useCursorInList(items: readonly { readonly id: string }[], cursor: string | null): string | null {
  const lastIndex = useRef(0)
  const index = cursor === null ? -1 : items.findIndex(({ id }) => id === cursor)
  useEffect(() => {
    if (index >= 0) lastIndex.current = index
  }, [index])
  if (cursor === null || index >= 0) return cursor
  return items[Math.min(lastIndex.current, items.length - 1)]?.id ?? null
}
