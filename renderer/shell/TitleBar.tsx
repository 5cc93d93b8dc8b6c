import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { classNames, IconButton } from '../components/index.ts'
import { goBack, goForward, useCanGoBack } from '../routing/index.ts'
import { NotificationBell } from '../scenes/notifications/index.tsx'
import { SearchField } from '../scenes/search/index.tsx'
import { Mark } from './Mark.tsx'
import { SyncState } from './SyncState.tsx'
import styles from './shell.module.css'

const c = classNames(styles)

/** `bare`: before there is an account, there is nothing to search or fetch. */
export function TitleBar({ bare }: { readonly bare: boolean }) {
  const { t } = useTranslation()
  const canGoBack = useCanGoBack()
  return (
    <header className={c('bar')}>
      <div className={c('brand')}>
        <Mark />
        <b className={c('name')}>Caliopen</b>
        {!bare && (
          <span className={c('history')}>
            <IconButton label={t('common.back')} isDisabled={!canGoBack} onPress={goBack}>
              <ChevronLeft />
            </IconButton>
            <IconButton label={t('common.forward')} onPress={goForward}>
              <ChevronRight />
            </IconButton>
          </span>
        )}
      </div>
      <div className={c('find')}>{!bare && <SearchField />}</div>
      <div className={c('state')}>
        {!bare && <SyncState />}
        {!bare && <NotificationBell />}
      </div>
    </header>
  )
}
