import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice } from '../../components/index.ts'
import { inboxView, listRoute, navigate } from '../../routing/index.ts'
import { type Actions, ownWords, useAnnounce, useMailboxes, useOwnAddresses, useSettings } from '../../window/index.ts'
import { FetchCards } from './FetchCards.tsx'
import { ListFoot } from './ListFoot.tsx'
import { ListHead } from './ListHead.tsx'
import styles from './list.module.css'
import type { ListRow } from './list-rows.ts'
import { ThreadList } from './ThreadList.tsx'
import { useRootFontSize } from './use-root-font.ts'
import type { Selection } from './use-selection.ts'
import type { useThreadList } from './use-thread-list.ts'
import { useViewName } from './use-view-name.ts'

const c = classNames(styles)

interface Props {
  readonly view: string
  readonly unread: boolean
  readonly list: ReturnType<typeof useThreadList>
  readonly rows: readonly ListRow[]
  readonly nowMs: number
  readonly openedId: string | null
  readonly cursorId: string | null
  readonly selection: Selection
  readonly actions: Actions
  readonly onCursor: (id: string) => void
  readonly onOpen: (id: string) => void
}

export function ListPane(props: Props) {
  const { view, unread, list, rows, nowMs, openedId, cursorId, selection, actions, onCursor, onOpen } = props
  const name = useViewName(view)
  const { density } = useSettings()
  const rem = useRootFontSize()
  const own = useOwnAddresses()
  const draftOf = useDraftTexts()
  const { fetchNextPage } = list
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  useFreshAnnounced(list.threads)
  return (
    <section aria-label={name} data-pane="list" className={c('list')}>
      <ListHead
        view={view}
        name={name}
        unread={unread}
        threads={list.threads}
        selection={selection}
        actions={actions}
      />
      <FetchCards view={view} />
      {list.isPending ? (
        <Ghosts />
      ) : list.isError && rows.length === 0 ? (
        <div className={c('trouble')}>
          <ErrorNotice error={list.error} actions={<RetryButton onPress={() => void list.refetch()} />} />
        </div>
      ) : rows.length === 0 ? (
        <Empty view={view} unread={unread} />
      ) : (
        <ThreadList
          key={`${view} ${unread} ${density} ${rem}`}
          label={name}
          rows={rows}
          nowMs={nowMs}
          own={own}
          draftOf={draftOf}
          density={density}
          rem={rem}
          openedId={openedId}
          cursorId={cursorId}
          selection={selection}
          actions={actions}
          hasMore={list.hasNextPage && !list.isFetchingNextPage}
          onMore={more}
          onCursor={onCursor}
          onOpen={onOpen}
        />
      )}
      <ListFoot />
    </section>
  )
}

function RetryButton({ onPress }: { readonly onPress: () => void }) {
  const { t } = useTranslation()
  return (
    <Button size="small" onPress={onPress}>
      {t('common.retry')}
    </Button>
  )
}

function Empty({ view, unread }: { readonly view: string; readonly unread: boolean }) {
  const { t } = useTranslation()
  const { items: mailboxes } = useMailboxes()
  const anything = mailboxes.some((box) => box.total > 0)
  if (unread) {
    return (
      <div className={c('empty')}>
        <p>{t('timeline.emptyUnread')}</p>
        <Button onPress={() => navigate(listRoute(view))}>{t('timeline.showAll')}</Button>
      </div>
    )
  }
  return (
    <div className={c('empty')}>
      <p>{t(view === inboxView && anything ? 'timeline.emptyInbox' : 'timeline.empty')}</p>
    </div>
  )
}

/** Grey rows are shown only to those who wait: what comes at once must not flicker. */
const ghostsAfterMs = 200
const ghostRows = [72, 54, 63, 48, 70, 58, 66]

function Ghosts() {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), ghostsAfterMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={c('ghosts')} aria-busy="true" role="status" aria-label={t('timeline.loadingList')}>
      {shown &&
        ghostRows.map((percent) => (
          <div key={percent} className={c('ghost')}>
            <i />
            <div>
              <span style={{ width: `${percent / 2}%` }} />
              <span style={{ width: `${percent}%` }} />
              <span style={{ width: `${percent - 14}%` }} />
            </div>
          </div>
        ))}
    </div>
  )
}

/** Drafts that stand in lists: more than this nobody has open answers for. */
const draftsShown = 100

/** What a begun answer to the last message of a thread says, for its row. */
function useDraftTexts(): (thread: ThreadSummary) => string | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: keys.draftList,
    queryFn: ({ signal }) => client.drafts.list({ limit: draftsShown }, { signal }),
  })
  return useMemo(() => {
    const byMessage = new Map(data?.items.map((draft) => [draft.origin?.messageId, draft.text]))
    return (thread) => {
      const text = byMessage.get(thread.lastMessageId)
      return text === undefined ? null : ownWords(text)
    }
  }, [data])
}

/** Says to screen readers that something came in on top. */
function useFreshAnnounced(threads: readonly ThreadSummary[]): void {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const newest = threads[0]
  const [before, setBefore] = useState(newest?.lastMs)
  useEffect(() => {
    if (!newest || newest.lastMs === before) return
    setBefore(newest.lastMs)
    if (before === undefined || newest.lastMs < before) return
    const count = threads.filter((thread) => thread.lastMs > before && thread.unread > 0).length
    if (count > 0) announce(t('timeline.freshSaid', { count }))
  }, [newest, before, threads, announce, t])
}
