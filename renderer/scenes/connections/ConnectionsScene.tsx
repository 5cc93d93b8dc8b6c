import { useQuery } from '@tanstack/react-query'
import { Download, EyeOff, Wifi, WifiOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, Notice, Segments } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { useSave, useSettings, useUpdateSettings } from '../../window/index.ts'
import styles from './connections.module.css'
import { Hours } from './Hours.tsx'
import { type Period, sinceOf } from './period.ts'
import { Refused } from './Refused.tsx'
import { Servers } from './Servers.tsx'

const c = classNames(styles)

/** Everything that the program talked to: why, how protected, how much; and what it refused to talk to. */
export function ConnectionsScene() {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const [period, setPeriod] = useState<Period>('today')
  const [showsRefused, setShowsRefused] = useState(false)
  const [sinceMs, hours] = sinceOf(period)
  const { data, error } = useQuery({
    queryKey: [...keys.connections, 'list', period],
    queryFn: ({ signal }) => client.connections.list({ sinceMs }, { signal }),
  })
  return (
    <section aria-label={t('connections.title')} data-pane="reading" className={c('scene')}>
      <header className={c('head')}>
        <h1>{t('connections.title')}</h1>
        <Segments
          label={t('connections.period')}
          value={period}
          choices={[
            { key: 'today', label: t('connections.today') },
            { key: 'week', label: t('connections.days', { count: 7 }) },
            { key: 'month', label: t('connections.days', { count: 30 }) },
          ]}
          onChange={setPeriod}
        />
        <ExportButton />
        <OfflineButton />
      </header>
      <p className={c('lead')}>
        {t('connections.lead')}{' '}
        <b>
          {t('connections.servers', {
            count: data?.items.length ?? 0,
            shown: countText(data?.items.length ?? 0, locale),
          })}
        </b>
      </p>
      {error && <ErrorNotice error={error} />}
      <Hours sinceMs={sinceMs} hoursPerBar={hours} period={period} />
      {data?.items.length === 0 && <p className={c('nothing')}>{t('connections.none')}</p>}
      {data && data.items.length > 0 && <Servers servers={data.items} />}
      {data && data.refused > 0 && (
        <div className={c('refusal')}>
          <Notice
            kind="info"
            icon={<EyeOff />}
            actions={
              <Button size="small" aria-expanded={showsRefused} onPress={() => setShowsRefused(!showsRefused)}>
                {t(showsRefused ? 'connections.hideRefused' : 'connections.showRefused')}
              </Button>
            }
          >
            <b>{t('connections.refused', { count: data.refused, shown: countText(data.refused, locale) })}</b>{' '}
            {data.refusedIn > 0 && t('connections.refusedIn', { count: data.refusedIn })}
          </Notice>
        </div>
      )}
      {showsRefused && <Refused sinceMs={sinceMs} period={period} />}
    </section>
  )
}

function ExportButton() {
  const { t } = useTranslation()
  const client = useClient()
  const save = useSave()
  return (
    <Button icon={<Download />} onPress={() => save(() => client.connections.export({}))}>
      {t('connections.export')}
    </Button>
  )
}

function OfflineButton() {
  const { t } = useTranslation()
  const { goneOffline } = useSettings()
  const update = useUpdateSettings()
  return (
    <Button icon={goneOffline ? <Wifi /> : <WifiOff />} onPress={() => update({ goneOffline: !goneOffline })}>
      {t(goneOffline ? 'connections.goOnline' : 'connections.goOffline')}
    </Button>
  )
}
