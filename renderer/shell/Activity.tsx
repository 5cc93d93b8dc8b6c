import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Account, SyncStatus, Task } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'
import { Button, classNames, ErrorNotice, ProgressBar } from '../components/index.ts'
import { rowTime, timeOnly, useLocale } from '../language/index.ts'
import { useRemaining } from '../window/index.ts'
import styles from './sync.module.css'

const c = classNames(styles)

interface Props {
  readonly accounts: readonly Account[]
  readonly statuses: readonly SyncStatus[]
}

/** What each account and each task is doing, and how it went. */
export function Activity({ accounts, statuses }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const now = useMutation({ mutationFn: () => client.sync.now({}) })
  const { data } = useQuery({ queryKey: keys.tasks, queryFn: ({ signal }) => client.tasks.list({}, { signal }) })
  const tasks = (data?.items ?? []).filter((task) => task.kind !== 'sync')
  const servers = accounts.filter((account) => account.protocol !== 'local')
  return (
    <>
      <div className={c('head')}>
        <h2>{t('shell.accounts')}</h2>
        <Button size="small" isDisabled={now.isPending || servers.length === 0} onPress={() => now.mutate()}>
          {t('shell.sync.now')}
        </Button>
      </div>
      {servers.map((account) => (
        <AccountLine
          key={account.id}
          account={account}
          status={statuses.find((status) => status.accountId === account.id)}
        />
      ))}
      <h2>{t('shell.sync.tasks')}</h2>
      {tasks.length === 0 && <p className={c('quiet')}>{t('shell.sync.noTasks')}</p>}
      {tasks.map((task) => (
        <TaskLine key={task.id} task={task} />
      ))}
    </>
  )
}

function AccountLine({ account, status }: { readonly account: Account; readonly status: SyncStatus | undefined }) {
  const { t } = useTranslation()
  const client = useClient()
  const locale = useLocale()
  const remaining = useRemaining()
  const toggle = useMutation({
    mutationFn: () => (paused ? client.sync.resume : client.sync.pause)({ accountId: account.id }),
  })
  const paused = account.paused || status?.state === 'paused'
  const name = account.label || account.address
  const facts = [
    status?.state === 'syncing' ? (status.mailbox ?? t('shell.sync.syncing')) : null,
    status?.lastSyncMs
      ? t('shell.sync.lastSync', { time: rowTime(status.lastSyncMs, Date.now(), locale) })
      : t('shell.sync.never'),
    status?.pending ? t('shell.sync.pending', { count: status.pending }) : null,
    status?.state === 'syncing' ? remaining(status.remainingMs) : null,
    status?.retryAtMs ? t('shell.sync.retryAt', { time: timeOnly(status.retryAtMs, locale) }) : null,
  ]
  return (
    <div className={c('line')}>
      <div className={c('head')}>
        <b>{name}</b>
        <Button size="small" look="quiet" onPress={() => toggle.mutate()}>
          {t(paused ? 'shell.sync.resume' : 'shell.sync.pause')}
        </Button>
      </div>
      {status?.state === 'syncing' && <ProgressBar label={name} done={status.done} total={status.total} />}
      <p className={c('quiet')}>{facts.filter(Boolean).join(' · ')}</p>
      {status?.problem && <ErrorNotice error={status.problem} />}
    </div>
  )
}

function TaskLine({ task }: { readonly task: Task }) {
  const { t } = useTranslation()
  const client = useClient()
  const remaining = useRemaining()
  const stop = useMutation({ mutationFn: () => client.tasks.cancel({ id: task.id }) })
  const running = task.state === 'running' || task.state === 'waiting'
  const title = `${t(`shell.task.${task.kind}`)} ${task.label}`
  return (
    <div className={c('line')}>
      <div className={c('head')}>
        <b>{title}</b>
        {running && (
          <Button
            size="small"
            look="quiet"
            aria-label={t('shell.sync.stopTask', { task: title })}
            onPress={() => stop.mutate()}
          >
            {t('shell.sync.stop')}
          </Button>
        )}
      </div>
      {task.state === 'running' && <ProgressBar label={title} done={task.done} total={task.total} />}
      <p className={c('quiet')}>
        {[task.state === 'running' ? null : t(`shell.sync.${task.state}`), task.step, remaining(task.remainingMs)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {task.problem && <ErrorNotice error={task.problem} />}
    </div>
  )
}
