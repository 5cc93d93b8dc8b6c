import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { classNames, Notice } from '../../components/index.ts'
import { useAccounts } from '../../window/index.ts'
import styles from './settings.module.css'

const c = classNames(styles)

/** What the mail servers do by themselves: shown, not changed. */
export function ServerScripts() {
  const { t } = useTranslation()
  const client = useClient()
  const { items: accounts } = useAccounts()
  const { data } = useQuery({
    queryKey: [...keys.rules, 'server'],
    queryFn: ({ signal }) => client.rules.server({}, { signal }),
    retry: false,
  })
  if (!data || data.items.length + data.problems.length === 0) return null
  const nameOf = (id: string) => accounts.find((account) => account.id === id)?.label ?? ''
  return (
    <>
      <h3>{t('settings.rules.server')}</h3>
      <p className={c('quiet')}>{t('settings.rules.serverText')}</p>
      {data.problems.map(({ accountId, message }) => (
        <Notice key={accountId} kind="info">
          <b>{nameOf(accountId)}</b> {message}
        </Notice>
      ))}
      {data.items.map(({ accountId, name, active, text }) => (
        <details key={`${accountId} ${name}`} className={c('script')}>
          <summary>
            {nameOf(accountId)} · {name} · {t(active ? 'settings.rules.active' : 'settings.rules.inactive')}
          </summary>
          <pre>{text}</pre>
        </details>
      ))}
    </>
  )
}
