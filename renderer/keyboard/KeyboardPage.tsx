import { useTranslation } from 'react-i18next'
import { classNames } from '../components/index.ts'
import { useRegistry } from './KeyboardProvider.tsx'
import { KeyList } from './KeySheet.tsx'
import styles from './keyboard.module.css'

const c = classNames(styles)

/** The settings page of the keyboard. Lists what was met since the window opened: commands belong to places. */
export function KeyboardPage() {
  const { t } = useTranslation()
  const registry = useRegistry()
  return (
    <div className={c('page')}>
      <p className={c('none')}>{t('keyboard.pageHint')}</p>
      <KeyList commands={registry.seen} />
    </div>
  )
}
