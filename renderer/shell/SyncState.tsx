import { Check, CircleAlert, CloudOff, Pause, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { SyncStatus } from '../../core/defs/index.ts'
import { useLink } from '../client/index.ts'
import { classNames } from '../components/index.ts'
import { useAccounts, useRemaining, useSyncStatus } from '../window/index.ts'
import { Activity } from './Activity.tsx'
import styles from './sync.module.css'

const c = classNames(styles)

/** One line about all accounts; it opens to each of them and to what runs. */
export function SyncState() {
  const { t } = useTranslation()
  const statuses = useSyncStatus()
  const { items: accounts } = useAccounts()
  const stopped = useLink() !== 'restored'
  const remaining = useRemaining()
  const worst = useWorst(statuses)
  const servers = accounts.filter((account) => account.protocol !== 'local')
  const { icon, text, spins } = stopped
    ? { icon: <CircleAlert />, text: t('shell.sync.stopped'), spins: false }
    : servers.length === 0
      ? {
          icon: <Check />,
          text: t(accounts.length > 0 ? 'shell.sync.localOnly' : 'shell.sync.noAccounts'),
          spins: false,
        }
      : worst
  const busy = statuses.find((status) => status.state === 'syncing' && status.total !== null)
  const pending = statuses.reduce((sum, status) => sum + status.pending, 0)
  const aside = busy ? remaining(busy.remainingMs) : pending > 0 ? t('shell.sync.pending', { count: pending }) : null
  return (
    <DialogTrigger>
      <Button className={c('state')} aria-label={[t('shell.sync.label'), text, aside].filter(Boolean).join(', ')}>
        <span className={c('icon', spins && 'spins')}>{icon}</span>
        <span>{text}</span>
        {aside && <span className={c('aside')}>· {aside}</span>}
      </Button>
      <Popover placement="bottom end" className={c('popover')}>
        <Dialog aria-label={t('shell.sync.label')} className={c('dialog')}>
          <Activity accounts={accounts} statuses={statuses} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** The worst first: trouble, then no connection, then what runs. */
function useWorst(statuses: readonly SyncStatus[]): { icon: ReactNode; text: string; spins: boolean } {
  const { t } = useTranslation()
  const is = (state: SyncStatus['state']) => statuses.some((status) => status.state === state)
  const syncing = statuses.filter((status) => status.state === 'syncing')
  if (syncing.length > 0) {
    const total = syncing.reduce((sum, status) => sum + (status.total ?? 0), 0)
    const done = syncing.reduce((sum, status) => sum + status.done, 0)
    const text =
      total > 0
        ? t('shell.sync.syncingPercent', { percent: Math.floor((done * 100) / total) })
        : t('shell.sync.syncing')
    return { icon: <RefreshCw />, text, spins: true }
  }
  if (is('error')) return { icon: <CircleAlert className={c('warn')} />, text: t('shell.sync.error'), spins: false }
  if (is('offline')) return { icon: <CloudOff />, text: t('shell.sync.offline'), spins: false }
  if (is('connecting')) return { icon: <RefreshCw />, text: t('shell.sync.connecting'), spins: true }
  if (statuses.length > 0 && statuses.every((status) => status.state === 'paused')) {
    return { icon: <Pause />, text: t('shell.sync.paused'), spins: false }
  }
  return { icon: <Check />, text: t('shell.sync.upToDate'), spins: false }
}
