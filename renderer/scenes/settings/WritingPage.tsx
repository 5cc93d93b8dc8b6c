import { useTranslation } from 'react-i18next'
import { Segments, SelectField } from '../../components/index.ts'
import { useSettings, useUpdateSettings } from '../../window/index.ts'
import { Row } from './Row.tsx'

const undoMs = ['0', '5000', '10000', '20000', '30000', '60000'] as const

export function WritingPage() {
  const { t } = useTranslation()
  const { undoSendMs, composeFormat } = useSettings()
  const update = useUpdateSettings()
  const value = undoMs.find((ms) => Number(ms) >= undoSendMs) ?? '60000'
  return (
    <>
      <Row title={t('settings.writing.undo')} text={t('settings.writing.undoText')}>
        <SelectField
          label={t('settings.writing.undoTime')}
          value={value}
          onChange={(ms) => update({ undoSendMs: Number(ms) })}
          choices={undoMs.map((key) => ({
            key,
            label: key === '0' ? t('settings.writing.noUndo') : t('settings.seconds', { count: Number(key) / 1000 }),
          }))}
        />
      </Row>
      <Row title={t('settings.writing.format')} text={t('settings.writing.formatText')}>
        <Segments
          label={t('settings.writing.format')}
          value={composeFormat}
          onChange={(next) => update({ composeFormat: next })}
          choices={[
            { key: 'html', label: t('settings.writing.html') },
            { key: 'plain', label: t('settings.writing.plain') },
          ]}
        />
      </Row>
    </>
  )
}
