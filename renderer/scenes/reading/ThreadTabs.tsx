import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { useMemo } from 'react'
import { Button, Tab, TabList, Tabs } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { isDiscussion, keys, type ListItem, useClient } from '../../client/index.ts'
import { classNames, Menu, MenuItem } from '../../components/index.ts'
import { type Command, useCommands } from '../../keyboard/index.tsx'
import { countText, useLocale } from '../../language/index.ts'
import { discussionRoute, navigate } from '../../routing/index.ts'
import { useLayout } from '../../window/index.ts'
import styles from './reading.module.css'
import type { Source } from './source.ts'
import { topicOf } from './topic.ts'

const c = classNames(styles)

/** Threads asked for; who has more finds the others by search. */
const threadsAskedFor = 200
/** Tabs beside "All"; the rest stand in a menu. */
const tabsShown = { wide: 3, compact: 2, single: 1 } as const
const allKey = 'all'

interface Props {
  readonly source: Extract<Source, { kind: 'discussion' }>
  readonly summary: ListItem
  readonly list: { readonly view: string; readonly unread: boolean }
}

/** The threads inside a discussion, by their last activity: all of them together, or one at a time. */
export function ThreadTabs({ source, summary, list }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const locale = useLocale()
  const { width } = useLayout()
  const several = isDiscussion(summary) && summary.threadCount > 1
  const { data } = useQuery({
    queryKey: keys.discussionThreads(source.id),
    queryFn: ({ signal }) => client.discussions.threads({ id: source.id, limit: threadsAskedFor }, { signal }),
    enabled: several || source.threadId !== null,
  })
  const threads = data?.items ?? []
  const { shown, older } = useMemo(
    () => parted(threads, source.threadId, tabsShown[width]),
    [threads, source.threadId, width],
  )
  const choose = (threadId: string | null) =>
    navigate({ ...discussionRoute(source.id, list), threadId }, { replace: true })
  useThreadCommands([null, ...shown.map(({ id }) => id)], source.threadId, choose)
  if (!several && source.threadId === null) return null
  const left = isDiscussion(summary) ? Math.max(older.length, summary.threadCount - shown.length) : older.length
  return (
    <div className={c('tabs')}>
      <Tabs
        selectedKey={source.threadId ?? allKey}
        onSelectionChange={(key) => choose(key === allKey ? null : String(key))}
      >
        <TabList aria-label={t('reading.threads')} className={c('tabList')}>
          <Tab id={allKey} className={c('tab')}>
            {t('reading.allThreads')} <Count count={summary.count} locale={locale} />
          </Tab>
          {shown.map((thread) => (
            <Tab key={thread.id} id={thread.id} className={c('tab')}>
              <bdi className={c('tabName')}>{topicOf(thread.subject) || t('common.noSubject')}</bdi>{' '}
              <Count count={thread.count} locale={locale} />
            </Tab>
          ))}
        </TabList>
      </Tabs>
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

function Count({ count, locale }: { readonly count: number; readonly locale: string }) {
  return <span className={c('tabCount')}>{countText(count, locale)}</span>
}

/** The latest threads as tabs; one that is read is among them, wherever it stands. */
export function parted(
  threads: readonly ThreadSummary[],
  selectedId: string | null,
  room: number,
): { shown: readonly ThreadSummary[]; older: readonly ThreadSummary[] } {
  const shown = threads.slice(0, room)
  const selected = threads.find(({ id }) => id === selectedId)
  if (selected && !shown.includes(selected)) shown.splice(Math.max(0, room - 1), 1, selected)
  return { shown, older: threads.filter((thread) => !shown.includes(thread)) }
}

function useThreadCommands(
  order: readonly (string | null)[],
  current: string | null,
  choose: (threadId: string | null) => void,
): void {
  const { t } = useTranslation()
  const step = (by: number) => () => {
    const next = order[order.indexOf(current) + by]
    if (next !== undefined) choose(next)
  }
  const group = t('reading.group')
  const commands: Command[] = [
    { id: 'thread.next', label: t('reading.nextThread'), keys: ['alt+down'], group, run: step(1) },
    { id: 'thread.previous', label: t('reading.previousThread'), keys: ['alt+up'], group, run: step(-1) },
  ]
  useCommands(commands)
}
