import { useMutation, useQuery } from '@tanstack/react-query'
import { CircleAlert, Download, Pause, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Account, SyncStatus, Task } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice, ProgressBar } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { inboxView } from '../../routing/index.ts'
import { useAccounts, useRemaining, useSyncStatus } from '../../window/index.ts'
import styles from './list.module.css'

const c = classNames(styles)

/** The first fetch of each account and each import, over the timeline, while they run. */
export function FetchCards({ view }: { readonly view: string }) {
  const client = useClient()
  const { items: accounts } = useAccounts()
  const statuses = useSyncStatus()
  const { data } = useQuery({ queryKey: keys.tasks, queryFn: ({ signal }) => client.tasks.list({}, { signal }) })
  const imports = (data?.items ?? []).filter((task) => task.kind === 'import' && task.state === 'running')
  const first = statuses.filter(isFirstFetch)
  if (view !== inboxView || first.length + imports.length === 0) return null
  return (
    <div className={c('cards')}>
      {first.map((status) => (
        <AccountCard
          key={status.accountId}
          status={status}
          account={accounts.find((account) => account.id === status.accountId)}
        />
      ))}
      {imports.map((task) => (
        <ImportCard key={task.id} task={task} />
      ))}
    </div>
  )
}

/** An account that has never been fetched to its end. */
const isFirstFetch = (status: SyncStatus): boolean =>
  status.lastSyncMs === null && (status.state !== 'idle' || status.total !== null)

function AccountCard({ status, account }: { readonly status: SyncStatus; readonly account: Account | undefined }) {
  const { t } = useTranslation()
  const client = useClient()
  const paused = status.state === 'paused'
  const failed = status.state === 'error'
  const act = useMutation({
    mutationFn: async () => {
      const input = { accountId: status.accountId }
      if (failed) await client.sync.now(input)
      else await (paused ? client.sync.resume : client.sync.pause)(input)
    },
  })
  const name = account?.label || account?.address || ''
  const title = t(failed ? 'timeline.fetchingFailed' : paused ? 'timeline.fetchingPaused' : 'timeline.fetching', {
    account: name,
  })
  return (
    <>
      <Card
        icon={failed ? <CircleAlert /> : paused ? <Pause /> : <RefreshCw />}
        title={title}
        done={status.done}
        total={status.total}
        remainingMs={status.remainingMs}
        action={
          <Button className={c('textButton')} onPress={() => act.mutate()}>
            {t(failed ? 'common.retry' : paused ? 'timeline.resume' : 'timeline.pause')}
          </Button>
        }
      />
      {status.problem && <ErrorNotice error={status.problem} />}
    </>
  )
}

function ImportCard({ task }: { readonly task: Task }) {
  const { t } = useTranslation()
  return (
    <Card
      icon={<Download />}
      title={t('timeline.importing', { name: task.label })}
      done={task.done}
      total={task.total}
      remainingMs={task.remainingMs}
    />
  )
}

interface CardProps {
  readonly icon: ReactNode
  readonly title: string
  readonly done: number
  readonly total: number | null
  readonly remainingMs: number | null
  readonly action?: ReactNode
}

function Card({ icon, title, done, total, remainingMs, action }: CardProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const remaining = useRemaining()
  const count = countText(done, locale)
  const progress =
    total === null
      ? t('timeline.progressUnknown', { done: count })
      : t('timeline.progress', { done: count, total: countText(total, locale) })
  return (
    <Group className={c('card')} aria-label={title}>
      {icon}
      <b>{title}</b>
      {action ?? <span />}
      <div className={c('wide')}>
        <ProgressBar label={title} done={done} total={total} />
      </div>
      <div className={c('wide')}>{[progress, remaining(remainingMs)].filter(Boolean).join(' · ')}</div>
      <div className={c('wide')}>{t('timeline.meanwhile')}</div>
    </Group>
  )
}
