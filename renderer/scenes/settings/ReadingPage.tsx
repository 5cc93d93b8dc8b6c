import { useTranslation } from 'react-i18next'
import { classNames, SelectField } from '../../components/index.ts'
import { useSettings, useUpdateSettings } from '../../window/index.ts'
import { Row } from './Row.tsx'
import styles from './settings.module.css'

const c = classNames(styles)

const readAfterMs = ['0', '1000', '3000', '10000'] as const

export function ReadingPage() {
  const { t } = useTranslation()
  const { markReadAfterMs } = useSettings()
  const update = useUpdateSettings()
  const value = readAfterMs.find((ms) => Number(ms) >= markReadAfterMs) ?? '10000'
  return (
    <>
      <Row title={t('settings.reading.markRead')} text={t('settings.reading.markReadText')}>
        <SelectField
          label={t('settings.reading.after')}
          value={value}
          onChange={(ms) => update({ markReadAfterMs: Number(ms) })}
          choices={readAfterMs.map((key) => ({
            key,
            label: key === '0' ? t('settings.reading.atOnce') : t('settings.seconds', { count: Number(key) / 1000 }),
          }))}
        />
      </Row>
      <h3>{t('settings.reading.remote')}</h3>
      <p className={c('quiet')}>{t('settings.reading.remoteText')}</p>
    </>
  )
}
