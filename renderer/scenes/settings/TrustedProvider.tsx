import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, Switch } from '../../components/index.ts'
import styles from './settings.module.css'

const c = classNames(styles)

/** Whose word on signatures counts for an account: chosen among those who wrote into its mail. */
export function TrustedProvider({ account }: { readonly account: Account }) {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const [looking, setLooking] = useState(false)
  const seen = useQuery({
    queryKey: [...keys.accounts, account.id, 'authserv-ids'],
    queryFn: ({ signal }) => client.accounts.suggestTrust({ id: account.id }, { signal }),
    enabled: looking,
  })
  const trust = useMutation({
    mutationFn: (authservIds: string[]) => client.accounts.trust({ id: account.id, authservIds }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.accounts }),
  })
  const trusted = account.trustedAuthservIds
  const names = [...new Set([...trusted, ...(seen.data?.items ?? []).map(({ authservId }) => authservId)])]
  const counts = new Map(seen.data?.items.map((item) => [item.authservId, item]))
  const said = (name: string): string => {
    const count = counts.get(name)
    return count === undefined
      ? name
      : t('settings.trust.seen', { name, count: count.messages, of: seen.data?.messages ?? 0 })
  }
  const error = seen.error ?? trust.error
  return (
    <fieldset className={c('trust')}>
      <legend>{t('settings.trust.title')}</legend>
      <p className={c('quiet')}>{t('settings.trust.text')}</p>
      {error && <ErrorNotice alert error={error} />}
      {names.map((name) => (
        <Switch
          key={name}
          label={said(name)}
          isSelected={trusted.includes(name)}
          onChange={(on) => trust.mutate(on ? [...trusted, name] : trusted.filter((other) => other !== name))}
        />
      ))}
      {seen.data && names.length === 0 && <p role="status">{t('settings.trust.none')}</p>}
      {!seen.data && (
        <Button size="small" isDisabled={seen.isFetching} onPress={() => setLooking(true)}>
          {t('settings.trust.look')}
        </Button>
      )}
    </fieldset>
  )
}
