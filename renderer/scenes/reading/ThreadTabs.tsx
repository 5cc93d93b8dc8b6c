import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { isDiscussion, keys, type ListItem, useClient } from '../../client/index.ts'
import { classNames, Menu, MenuItem } from '../../components/index.ts'
import { type Command, useCommands } from '../../keyboard/index.tsx'
import { countText, useLocale } from '../../language/index.ts'
import { currentRoute, discussionRoute, navigate } from '../../routing/index.ts'
import { parted } from './parted.ts'
import styles from './reading.module.css'
import type { Source } from './source.ts'
import { topicOf } from './topic.ts'

const c = classNames(styles)

/** Threads asked for; who has more finds the others by search. */
const threadsAskedFor = 200
/** CSS pixels that "All" and the menu of older threads take, and a tab with a long name. */
const room = { others: 230, tab: 190 } as const
const allKey = 'all'
const none: readonly ThreadSummary[] = []

interface Props {
  readonly source: Extract<Source, { kind: 'discussion' }>
  readonly summary: ListItem
  readonly list: { readonly view: string; readonly unread: boolean }
}

/** Whether there are threads to choose from: a discussion of one has none, unless that one was asked for. */
export const hasTabs = (source: Source, summary: ListItem): source is Props['source'] =>
  source.kind === 'discussion' && (source.threadId !== null || (isDiscussion(summary) && summary.threadCount > 1))

/** The threads inside a discussion, by their last activity: all of them together, or one at a time. */
export function ThreadTabs({ source, summary, list }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const locale = useLocale()
  const bar = useRef<HTMLDivElement>(null)
  const isShown = hasTabs(source, summary)
  const { data } = useQuery({
    queryKey: keys.discussionThreads(source.id),
    queryFn: ({ signal }) => client.discussions.threads({ id: source.id, limit: threadsAskedFor }, { signal }),
    enabled: isShown,
  })
  const threads = data?.items ?? none
  const width = useWidthOf(bar, isShown)
  const { shown, older } = useMemo(
    () => parted(threads, source.threadId, Math.max(1, Math.floor((width - room.others) / room.tab))),
    [threads, source.threadId, width],
  )
  const choose = (threadId: string | null) =>
    navigate({ ...discussionRoute(source.id, list), threadId }, { replace: true })
  const order = [null, ...shown.map(({ id }) => id)]
  useThreadCommands(order, choose)
  if (!isShown) return null
  const onKey = (event: KeyboardEvent) => {
    const by = stepOf(event)
    const next = by === null ? undefined : order[order.indexOf(source.threadId) + by]
    if (next === undefined) return
    event.preventDefault()
    choose(next)
    document.getElementById(tabId(next))?.focus()
  }
  const tab = (id: string | null, name: string, count: number) => (
    <button
      key={id ?? allKey}
      type="button"
      role="tab"
      id={tabId(id)}
      aria-selected={id === source.threadId}
      {...(id === source.threadId ? { 'aria-controls': panelId } : {})}
      tabIndex={id === source.threadId ? 0 : -1}
      className={c('tab')}
      onClick={() => choose(id)}
    >
      <bdi className={c('tabName')}>{name}</bdi> <span className={c('tabCount')}>{countText(count, locale)}</span>
    </button>
  )
  const left = isDiscussion(summary) ? Math.max(older.length, summary.threadCount - shown.length) : older.length
  return (
    <div ref={bar} className={c('tabs')}>
      <div role="tablist" aria-label={t('reading.threads')} className={c('tabList')} onKeyDown={onKey}>
        {tab(null, t('reading.allThreads'), summary.count)}
        {shown.map(({ id, subject, count }) => tab(id, topicOf(subject) || t('common.noSubject'), count))}
      </div>
      {older.length > 0 && (
        <Menu
          label={t('reading.olderThreads', { count: left })}
          trigger={
            <Button className={c('tab', 'olderThreads')}>
              {t('reading.olderThreads', { count: left })}
              <ChevronDown />
            </Button>
          }
        >
          {older.map((thread) => (
            <MenuItem key={thread.id} hint={countText(thread.count, locale)} onAction={() => choose(thread.id)}>
              {topicOf(thread.subject) || t('common.noSubject')}
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  )
}

/** Which way an arrow key leads among tabs that stand in the direction of reading. */
function stepOf({ key }: KeyboardEvent): number | null {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  if (key === forward) return 1
  return key === 'ArrowLeft' || key === 'ArrowRight' ? -1 : null
}

/** What the tabs lead to, and is called by the one that is chosen. */
export const panelId = 'reading-panel'
export const tabId = (threadId: string | null): string => `reading-tab-${threadId ?? allKey}`

/** In CSS pixels, as it is now. `shown`: it is there to be measured. */
function useWidthOf(element: RefObject<HTMLElement | null>, shown: boolean): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const bar = element.current
    if (!shown || !bar) return
    const measure = () => setWidth(bar.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(bar)
    return () => observer.disconnect()
  }, [element, shown])
  return width
}

function useThreadCommands(order: readonly (string | null)[], choose: (threadId: string | null) => void): void {
  const { t } = useTranslation()
  const step = (by: number) => () => {
    // Where the address is now: a key that is pressed twice is quicker than the drawing.
    const route = currentRoute()
    const next = route.name === 'discussion' ? order[order.indexOf(route.threadId) + by] : order[by]
    if (next !== undefined) choose(next)
  }
  const group = t('reading.group')
  const commands: Command[] = [
    { id: 'thread.next', label: t('reading.nextThread'), keys: ['alt+down'], group, run: step(1) },
    { id: 'thread.previous', label: t('reading.previousThread'), keys: ['alt+up'], group, run: step(-1) },
  ]
  useCommands(commands)
}
