import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NotificationSettings } from '../../../core/defs/index.ts'
import { Button, Segments, SelectField, Switch, TextField } from '../../components/index.ts'
import { useAccounts, useSettings, useUpdateSettings } from '../../window/index.ts'
import { Row } from './Row.tsx'

/** From which importance on new mail is told, by the words of the levels. */
const thresholds = ['-10', '-3', '2', '6'] as const
const usualNight = { quietFrom: 22 * 60, quietTo: 7 * 60 } as const

/** What the user is told of, when, and how much of it others may read over the shoulder. */
export function NotificationsPage() {
  const { t } = useTranslation()
  const { notifications } = useSettings()
  const update = useUpdateSettings()
  const { items: accounts } = useAccounts()
  // All of it is one setting: what is not changed goes along as it is.
  const change = (some: Partial<NotificationSettings>) => update({ notifications: { ...notifications, ...some } })
  const { enabled, minImportance, mutedAccountIds, preview, sound } = notifications
  return (
    <>
      <Row title={t('settings.notifications.enabled')} text={t('settings.notifications.enabledText')}>
        <Switch
          label={t('settings.notifications.enabledSwitch')}
          isSelected={enabled}
          onChange={(on) => change({ enabled: on })}
        />
      </Row>
      {window.caliopen === undefined && <Permission />}
      <Row title={t('settings.notifications.importance')} text={t('settings.notifications.importanceText')}>
        <SelectField
          label={t('settings.notifications.from')}
          value={thresholds.find((level) => Number(level) >= minImportance) ?? '6'}
          choices={thresholds.map((key) => ({ key, label: t(`settings.notifications.level.${key}`) }))}
          onChange={(level) => change({ minImportance: Number(level) })}
        />
      </Row>
      <Row title={t('settings.notifications.preview')} text={t('settings.notifications.previewText')}>
        <Segments
          label={t('settings.notifications.preview')}
          value={preview}
          choices={[
            { key: 'full', label: t('settings.notifications.full') },
            { key: 'private', label: t('settings.notifications.private') },
          ]}
          onChange={(next) => change({ preview: next })}
        />
      </Row>
      <Row title={t('settings.notifications.sound')} text={t('settings.notifications.soundText')}>
        <Switch
          label={t('settings.notifications.soundSwitch')}
          isSelected={sound}
          onChange={(on) => change({ sound: on })}
        />
      </Row>
      <QuietHours settings={notifications} onChange={change} />
      {accounts.length > 0 && <h3>{t('settings.notifications.accounts')}</h3>}
      {accounts.map(({ id, label, address }) => (
        <Row key={id} title={label || address || t('settings.accounts.local')} text={label ? address : ''}>
          <Switch
            label={t('settings.notifications.tell')}
            isSelected={!mutedAccountIds.includes(id)}
            onChange={(on) =>
              change({
                mutedAccountIds: on ? mutedAccountIds.filter((other) => other !== id) : [...mutedAccountIds, id],
              })
            }
          />
        </Row>
      ))}
    </>
  )
}

/** A browser shows nothing on the desktop before it is allowed to; the program's own window needs no leave. */
function Permission() {
  const { t } = useTranslation()
  const supported = 'Notification' in window
  const [permission, setPermission] = useState(supported ? Notification.permission : 'denied')
  return (
    <Row title={t('settings.notifications.browser')} text={t(`settings.notifications.permission.${permission}`)}>
      {permission === 'default' && (
        <Button
          onPress={() => {
            Notification.requestPermission().then(setPermission, () => setPermission(Notification.permission))
          }}
        >
          {t('settings.notifications.allow')}
        </Button>
      )}
    </Row>
  )
}

interface QuietProps {
  readonly settings: NotificationSettings
  readonly onChange: (some: Partial<NotificationSettings>) => void
}

function QuietHours({ settings: { quietFrom, quietTo }, onChange }: QuietProps) {
  const { t } = useTranslation()
  const isQuiet = quietFrom !== null && quietTo !== null
  return (
    <>
      <Row title={t('settings.notifications.quiet')} text={t('settings.notifications.quietText')}>
        <Switch
          label={t('settings.notifications.quietSwitch')}
          isSelected={isQuiet}
          onChange={(on) => onChange(on ? usualNight : { quietFrom: null, quietTo: null })}
        />
      </Row>
      {isQuiet && (
        <Row title={t('settings.notifications.between')}>
          <TimeField
            label={t('settings.notifications.quietFrom')}
            minute={quietFrom}
            onChange={(minute) => onChange({ quietFrom: minute })}
          />
          <TimeField
            label={t('settings.notifications.quietTo')}
            minute={quietTo}
            onChange={(minute) => onChange({ quietTo: minute })}
          />
        </Row>
      )}
    </>
  )
}

interface TimeProps {
  readonly label: string
  /** of the local day */
  readonly minute: number
  readonly onChange: (minute: number) => void
}

function TimeField({ label, minute, onChange }: TimeProps) {
  return (
    <TextField
      label={label}
      type="time"
      value={timeOf(minute)}
      onChange={(text) => {
        const next = minuteOf(text)
        if (next !== null) onChange(next)
      }}
    />
  )
}

const timeOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** null while it is only half written. */
function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? []
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes)
}
