import { useMutation } from '@tanstack/react-query'
import { CircleAlert, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../client/index.ts'
import { Button, classNames } from '../../components/index.ts'
import { useAccounts, useSyncStatus } from '../../window/index.ts'
import styles from './list.module.css'

const c = classNames(styles)

/** One account's trouble, with the one thing to do about it; the others go on. */
export function ListFoot() {
  const { t } = useTranslation()
  const client = useClient()
  const { items: accounts } = useAccounts()
  const statuses = useSyncStatus()
  // A first fetch that fails says so in its card.
  const trouble = statuses.find((status) => status.state === 'error' && status.lastSyncMs !== null)
  const offline = statuses.find((status) => status.state === 'offline')
  const status = trouble ?? offline
  const retry = useMutation({ mutationFn: (accountId: string) => client.sync.now({ accountId }) })
  if (!status) return null
  const account = accounts.find((other) => other.id === status.accountId)
  const name = account?.label || account?.address || ''
  const words = trouble
    ? (trouble.problem?.message ?? t('timeline.fetchingFailed', { account: name }))
    : status.pending > 0
      ? t('timeline.offlinePending', { account: name, count: status.pending })
      : t('timeline.offline', { account: name })
  return (
    <footer className={c('foot')}>
      {trouble ? <CircleAlert className={c('warn')} /> : <WifiOff />}
      <span className={c('grow')}>{words}</span>
      <Button size="small" look="quiet" onPress={() => retry.mutate(status.accountId)} isDisabled={retry.isPending}>
        {t('common.retry')}
      </Button>
    </footer>
  )
}
