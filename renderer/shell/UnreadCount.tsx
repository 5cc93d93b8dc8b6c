import { useTranslation } from 'react-i18next'
import { classNames } from '../components/index.ts'
import styles from './rail.module.css'

const c = classNames(styles)

/** How many are unread: a number to see, and a word with it to hear. */
export function UnreadCount({ count }: { readonly count: number }) {
  const { t } = useTranslation()
  if (count === 0) return null
  return (
    <>
      <span aria-hidden="true" className={c('count')}>
        {count}
      </span>
      <span className="visually-hidden">, {t('shell.unreadCount', { count })}</span>
    </>
  )
}
