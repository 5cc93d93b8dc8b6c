import { Clock, Send } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, classNames, Dialog, Menu, MenuItem } from '../../components/index.ts'
import { momentText, useLocale } from '../../language/index.ts'
import styles from './composer.module.css'
import { localInput, sendTimes } from './send-times.ts'

const c = classNames(styles)

interface Props {
  readonly compact: boolean
  readonly isDisabled: boolean
  /** the moment is asked for when the window is shown */
  readonly choosing: boolean
  readonly onChoosing: (choosing: boolean) => void
  readonly onSend: (atMs?: number) => void
}

export function SendButtons({ compact, isDisabled, choosing, onChoosing, onSend }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [chosen, setChosen] = useState('')
  const nowMs = Date.now()
  const chosenMs = new Date(chosen).getTime()
  return (
    <>
      <Button
        look="primary"
        size={compact ? 'medium' : 'large'}
        icon={<Send />}
        isDisabled={isDisabled}
        onPress={() => onSend()}
      >
        {t('composer.send')}
      </Button>
      <Menu
        label={t('composer.later')}
        trigger={
          <Button size={compact ? 'medium' : 'large'} icon={<Clock />} isDisabled={isDisabled}>
            {t('composer.later')}
          </Button>
        }
      >
        {sendTimes(nowMs).map(({ key, atMs }) => (
          <MenuItem key={key} hint={momentText(atMs, locale)} onAction={() => onSend(atMs)}>
            {t(`composer.laterAt.${key}`)}
          </MenuItem>
        ))}
        <MenuItem onAction={() => onChoosing(true)}>{t('composer.laterAt.choose')}</MenuItem>
      </Menu>
      <Dialog title={t('composer.laterTitle')} isOpen={choosing} onClose={() => onChoosing(false)}>
        <label className={c('moment')}>
          {t('composer.moment')}
          <input
            type="datetime-local"
            min={localInput(nowMs)}
            value={chosen || localInput(sendTimes(nowMs)[0]?.atMs ?? nowMs)}
            onChange={(event) => setChosen(event.target.value)}
          />
        </label>
        <div className={c('dialogButtons')}>
          <Button onPress={() => onChoosing(false)}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            onPress={() => {
              onChoosing(false)
              onSend(Number.isFinite(chosenMs) ? chosenMs : sendTimes(nowMs)[0]?.atMs)
            }}
          >
            {t('composer.sendThen')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
