import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { classNames } from '../../components/index.ts'
import styles from './settings.module.css'

const c = classNames(styles)

export function AboutPage() {
  const { t } = useTranslation()
  const client = useClient()
  const { data } = useQuery({ queryKey: keys.system, queryFn: ({ signal }) => client.system.info({}, { signal }) })
  const facts = [
    [t('settings.about.version'), data?.version ?? ''],
    [t('settings.about.host'), data ? t(`settings.about.${data.host}`) : ''],
    [t('settings.about.credentials'), data?.credentials.message ?? ''],
    [t('settings.about.licence'), 'GPL-3.0-or-later'],
  ] as const
  return (
    <>
      <p className={c('quiet')}>{t('settings.about.text')}</p>
      <dl className={c('facts')}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={c('quiet')}>{t('settings.about.notices')}</p>
    </>
  )
}
