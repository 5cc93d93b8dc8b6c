import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice, Splitter } from '../../components/index.ts'
import { listOf, listRoute, navigate, type Route } from '../../routing/index.ts'
import { listWidths, useActions, useLayout } from '../../window/index.ts'
import { ReadingPane } from '../reading/index.tsx'
import { ListPane } from './ListPane.tsx'
import styles from './list.module.css'
import { toListRows } from './list-rows.ts'
import { SelectionPane } from './SelectionPane.tsx'
import { useListCommands } from './use-list-commands.ts'
import { useMinute } from './use-minute.ts'
import { useSelection } from './use-selection.ts'
import { useThreadList } from './use-thread-list.ts'

const c = classNames(styles)

/** A list of threads and, beside it, the one that is open. */
export function MailScene({ route }: { readonly route: Route }) {
  const { t } = useTranslation()
  const { width, listPx, resizeList } = useLayout()
  const { view, unread } = listOf(route) ?? { view: 'all', unread: false }
  const list = useThreadList(view, unread)
  const nowMs = useMinute()
  const rows = useMemo(
    () => toListRows(list.threads, nowMs, !list.hasNextPage),
    [list.threads, nowMs, list.hasNextPage],
  )
  const selection = useSelection(`${view} ${unread}`)
  const actions = useActions()
  const opened = useOpened(route)
  const [cursor, setCursor] = useState<string | null>(opened.threadId)
  useEffect(() => setCursor((old) => opened.threadId ?? old), [opened.threadId])
  const cursorId = useCursorInList(list.threads, cursor)

  const open = (id: string) => {
    setCursor(id)
    navigate({ name: 'thread', id, view, unread }, { replace: opened.threadId !== null && width !== 'single' })
  }
  const close = () => navigate(listRoute(view, unread))
  const moveTo = (id: string) => {
    setCursor(id)
    // Where both are seen, the open thread follows the cursor; alone, the list only moves.
    if (opened.threadId !== null && width !== 'single') open(id)
  }
  useListCommands({
    rows,
    threads: list.threads,
    cursorId,
    openedId: opened.threadId,
    selection,
    actions,
    open,
    close,
    moveTo,
  })

  const single = width === 'single'
  const showList = !single || route.name === 'timeline' || route.name === 'view'
  const threadOfCursor = list.threads.find((thread) => thread.id === opened.threadId) ?? null
  return (
    <div className={c('scene', single && 'single')} style={{ '--list-now': `${listPx}px` }}>
      {showList && (
        <ListPane
          view={view}
          unread={unread}
          list={list}
          rows={rows}
          nowMs={nowMs}
          openedId={opened.threadId}
          cursorId={cursorId}
          selection={selection}
          actions={actions}
          onCursor={moveTo}
          onOpen={open}
        />
      )}
      {(!showList || !single) && (
        <section aria-label={t('shell.reading')} data-pane="reading" className={c('pane')}>
          {!single && (
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
            <SelectionPane threads={list.threads} selection={selection} actions={actions} />
          ) : opened.error ? (
            <div className={c('trouble')}>
              <ErrorNotice error={opened.error} />
            </div>
          ) : opened.threadId ? (
            <ReadingPane
              key={opened.threadId}
              threadId={opened.threadId}
              messageId={opened.messageId}
              known={threadOfCursor}
              actions={actions}
              onLeave={close}
              onBack={single ? close : null}
            />
          ) : (
            <p className={c('nothing')}>{t('timeline.nothingOpen')}</p>
          )}
        </section>
      )}
    </div>
  )
}

/** The thread that the address names, by itself or by one of its messages. */
function useOpened(route: Route) {
  const client = useClient()
  const messageId = route.name === 'message' ? route.id : null
  const { data, error } = useQuery({
    queryKey: keys.message(messageId ?? ''),
    queryFn: ({ signal }) => client.messages.get({ id: messageId ?? '' }, { signal }),
    enabled: messageId !== null,
  })
  if (route.name === 'thread') return { threadId: route.id, messageId: null, error: null }
  return { threadId: messageId === null ? null : (data?.threadId ?? null), messageId, error }
}

/** The row that keys act on: where it has left the list, the one that took its place. */
function useCursorInList(threads: readonly { readonly id: string }[], cursor: string | null): string | null {
  const lastIndex = useRef(0)
  const index = cursor === null ? -1 : threads.findIndex((thread) => thread.id === cursor)
  useEffect(() => {
    if (index >= 0) lastIndex.current = index
  }, [index])
  if (cursor === null || index >= 0) return cursor
  return threads[Math.min(lastIndex.current, threads.length - 1)]?.id ?? null
}
