import { useMutation, useQuery } from '@tanstack/react-query'
import { Check, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, Notice, Segments, TextField } from '../../components/index.ts'
import { countText, sizeText, useLocale } from '../../language/index.ts'
import { ImportPanel } from '../onboarding/index.tsx'
import styles from './settings.module.css'

const c = classNames(styles)

export function DataPage() {
  const { t } = useTranslation()
  return (
    <>
      <Place />
      <h3>{t('settings.data.import')}</h3>
      <ImportPanel />
      <Export />
      <Doctor />
    </>
  )
}

function Place() {
  const { t } = useTranslation()
  const client = useClient()
  const locale = useLocale()
  const info = useQuery({ queryKey: keys.system, queryFn: ({ signal }) => client.system.info({}, { signal }) })
  const stats = useQuery({
    queryKey: [...keys.system, 'stats'],
    queryFn: ({ signal }) => client.system.stats({}, { signal }),
    staleTime: 0,
  })
  const facts = stats.data && [
    [t('settings.data.messages'), countText(stats.data.messages, locale)],
    [t('settings.data.threads'), countText(stats.data.threads, locale)],
    [t('settings.data.size'), sizeText(stats.data.databaseBytes + stats.data.blobBytes, locale)],
  ]
  return (
    <dl className={c('facts')}>
      <div>
        <dt>{t('settings.data.place')}</dt>
        <dd>
          <code>{info.data?.dataDirectory}</code>
        </dd>
      </div>
      {facts?.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Export() {
  const { t } = useTranslation()
  const client = useClient()
  const locale = useLocale()
  const [directory, setDirectory] = useState('')
  const [format, setFormat] = useState<'mbox' | 'eml' | 'maildir'>('mbox')
  const run = useMutation({ mutationFn: () => client.exports.run({ directory: directory.trim(), format }) })
  return (
    <>
      <h3>{t('settings.data.export')}</h3>
      <p className={c('quiet')}>{t('settings.data.exportText')}</p>
      <div className={c('password')}>
        <TextField label={t('settings.data.folder')} value={directory} onChange={setDirectory} mono />
        <Segments
          label={t('settings.data.format')}
          value={format}
          onChange={setFormat}
          choices={[
            { key: 'mbox', label: 'mbox' },
            { key: 'eml', label: '.eml' },
            { key: 'maildir', label: 'Maildir' },
          ]}
        />
        <Button isDisabled={directory.trim() === '' || run.isPending} onPress={() => run.mutate()}>
          {t(run.isPending ? 'settings.data.exporting' : 'settings.data.exportRun')}
        </Button>
      </div>
      {run.error && <ErrorNotice alert error={run.error} />}
      {run.data && (
        <Notice kind={run.data.failed.length > 0 ? 'warn' : 'info'} alert>
          {t('settings.data.exported', {
            count: run.data.exported,
            shown: countText(run.data.exported, locale),
            files: countText(run.data.files, locale),
          })}{' '}
          {run.data.failed.map((failure) => failure.message).join(' ')}
        </Notice>
      )}
    </>
  )
}

function Doctor() {
  const { t } = useTranslation()
  const client = useClient()
  const run = useMutation({ mutationFn: () => client.system.doctor({ repair: true }) })
  return (
    <>
      <h3>{t('settings.data.doctor')}</h3>
      <p className={c('quiet')}>{t('settings.data.doctorText')}</p>
      <div>
        <Button isDisabled={run.isPending} onPress={() => run.mutate()}>
          {t(run.isPending ? 'settings.data.checking' : 'settings.data.doctorRun')}
        </Button>
      </div>
      {run.error && <ErrorNotice alert error={run.error} />}
      {run.data && (
        <ul className={c('findings')} role="status">
          {run.data.findings.map((finding) => (
            <li key={finding.check}>
              {finding.ok ? <Check className={c('ok')} /> : <CircleAlert className={c('warn')} />}
              <span>
                {finding.message} {finding.repaired && t('settings.data.repaired')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
