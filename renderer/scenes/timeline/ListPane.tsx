import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys, type ListItem, type RowKind, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, hiddenOf } from '../../components/index.ts'
import { countText, plainLevel, useLocale } from '../../language/index.ts'
import { inboxView, listRoute, navigate } from '../../routing/index.ts'
import {
  type Actions,
  ownWords,
  useAnnounce,
  useMailboxes,
  useOwnAddresses,
  useRootFontSize,
  useSettings,
  useTagNames,
} from '../../window/index.ts'
import { FetchCards } from './FetchCards.tsx'
import { ImportanceStrip } from './ImportanceStrip.tsx'
import { ListFoot } from './ListFoot.tsx'
import { ListHead } from './ListHead.tsx'
import styles from './list.module.css'
import type { ListRow } from './list-rows.ts'
import { RowList } from './RowList.tsx'
import { type MenuPlace, RowMenu } from './RowMenu.tsx'
import { useHistogram, type useList } from './use-list.ts'
import type { Selection } from './use-selection.ts'
import { hasRange, type ShownRange } from './use-shown-range.ts'
import { useViewName } from './use-view-name.ts'

const c = classNames(styles)

interface Props {
  readonly view: string
  readonly unread: boolean
  readonly kind: RowKind
  readonly shown: ShownRange
  readonly list: ReturnType<typeof useList>
  readonly rows: readonly ListRow[]
  readonly nowMs: number
  readonly openedId: string | null
  readonly cursorId: string | null
  readonly selection: Selection
  readonly actions: Actions
  readonly menu: MenuPlace | null
  readonly onMenu: (place: MenuPlace | null) => void
  readonly onCursor: (id: string) => void
  readonly onOpen: (id: string) => void
}

export function ListPane(props: Props) {
  const { view, unread, kind, shown, list, rows, selection, actions, menu, onMenu, onCursor, onOpen } = props
  const name = useViewName(view)
  const { density } = useSettings()
  const rem = useRootFontSize()
  const own = useOwnAddresses()
  const tags = useTagNames()
  const draftOf = useDraftTexts()
  const levels = useHistogram(view, unread)
  const { fetchNextPage } = list
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  useFreshAnnounced(list.items)
  return (
    <section aria-label={name} data-pane="list" className={c('list')}>
      <ListHead
        view={view}
        name={name}
        unread={unread}
        kind={kind}
        shown={shown}
        items={list.items}
        selection={selection}
        actions={actions}
      />
      {hasRange(view) && <ImportanceStrip kind={kind} shown={shown} levels={levels} />}
      <FetchCards view={view} />
      {list.isPending ? (
        <Ghosts />
      ) : list.isError && rows.length === 0 ? (
        <div className={c('trouble')}>
          <ErrorNotice error={list.error} actions={<RetryButton onPress={() => void list.refetch()} />} />
        </div>
      ) : rows.length === 0 ? (
        <Empty view={view} unread={unread} kind={kind} shown={shown} levels={levels} />
      ) : (
        <RowList
          key={`${kind} ${view} ${unread} ${density} ${rem}`}
          label={name}
          kind={kind}
          rows={rows}
          nowMs={props.nowMs}
          own={own}
          tags={tags}
          draftOf={draftOf}
          density={density}
          rem={rem}
          openedId={props.openedId}
          cursorId={props.cursorId}
          selection={selection}
          actions={actions}
          hasMore={list.hasNextPage && !list.isFetchingNextPage}
          onMore={more}
          onCursor={onCursor}
          onOpen={onOpen}
          onMenu={onMenu}
        />
      )}
      <RowMenu
        place={menu}
        item={list.items.find(({ id }) => id === menu?.id) ?? null}
        kind={kind}
        own={own}
        list={{ view, unread }}
        actions={actions}
        onOpen={onOpen}
        onClose={() => onMenu(null)}
      />
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

interface EmptyProps {
  readonly view: string
  readonly unread: boolean
  readonly kind: RowKind
  readonly shown: ShownRange
  readonly levels: readonly number[] | null
}

function Empty({ view, unread, kind, shown, levels }: EmptyProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { items: mailboxes } = useMailboxes()
  const anything = mailboxes.some((box) => box.total > 0)
  const { range } = shown
  const { below, above } = hiddenOf(levels ?? [], range)
  if (below + above > 0) {
    return (
      <div className={c('empty')}>
        <p>
          {[
            t('timeline.importance.nothingBetween', {
              min: plainLevel(range.min, locale),
              max: plainLevel(range.max, locale),
            }),
            below > 0 && t(`timeline.importance.less.${kind}`, { count: below, text: countText(below, locale) }),
            above > 0 && t(`timeline.importance.more.${kind}`, { count: above, text: countText(above, locale) }),
          ]
            .filter(Boolean)
            .join(' ')}
        </p>
        <Button onPress={() => shown.setEverything(true)}>{t('timeline.importance.showThem')}</Button>
      </div>
    )
  }
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

/** What a begun answer to the last message of a row says, for its row. */
function useDraftTexts(): (item: ListItem) => string | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: keys.draftList,
    queryFn: ({ signal }) => client.drafts.list({ limit: draftsShown }, { signal }),
  })
  return useMemo(() => {
    const byMessage = new Map(data?.items.map((draft) => [draft.origin?.messageId, draft.text]))
    return (item) => {
      const text = byMessage.get(item.lastMessageId)
      return text === undefined ? null : ownWords(text)
    }
  }, [data])
}

/** Says to screen readers that something came in on top. */
function useFreshAnnounced(items: readonly ListItem[]): void {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const newest = items[0]
  const [before, setBefore] = useState(newest?.lastMs)
  useEffect(() => {
    if (!newest || newest.lastMs === before) return
    setBefore(newest.lastMs)
    if (before === undefined || newest.lastMs < before) return
    const count = items.filter(({ lastMs, unread }) => lastMs > before && unread > 0).length
    if (count > 0) announce(t('timeline.freshSaid', { count }))
  }, [newest, before, items, announce, t])
}
