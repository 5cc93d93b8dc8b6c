import { Bell, CircleAlert, Download, KeyRound, ListChecks, Mail, ShieldQuestion, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Notification } from '../../../core/defs/index.ts'
import { Button, classNames, IconButton } from '../../components/index.ts'
import { rowTime, useLocale } from '../../language/index.ts'
import { Link } from '../../routing/index.ts'
import { routeOf } from './goal.ts'
import styles from './notifications.module.css'

const c = classNames(styles)

const icons: Readonly<Record<Notification['kind'], ReactNode>> = {
  'new-message': <Mail />,
  'send-failed': <CircleAlert />,
  'import-done': <Download />,
  'sync-failed': <TriangleAlert />,
  'key-changed': <KeyRound />,
  'privacy-advice': <ShieldQuestion />,
  rule: <ListChecks />,
}

interface Props {
  readonly notification: Notification
  /** it was followed to where it leads */
  readonly onFollow: () => void
  readonly onDismiss: (forGood: boolean) => void
}

/** One thing that the program has to say. */
export function NotificationRow({ notification, onFollow, onDismiss }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { kind, title, text, createdAtMs, read, goal, advice } = notification
  const route = routeOf(goal)
  return (
    <li className={c('row', !read && 'unread')}>
      <span className={c('icon')}>{icons[kind] ?? <Bell />}</span>
      <span className={c('words')}>
        {route ? (
          <Link to={route} onClick={onFollow} dir="auto">
            {title}
          </Link>
        ) : (
          <b dir="auto">{title}</b>
        )}
        {text && <span dir="auto">{text}</span>}
        <span className={c('foot')}>
          <time dateTime={new Date(createdAtMs).toISOString()}>{rowTime(createdAtMs, Date.now(), locale)}</time>
          {advice !== null && (
            <Button size="small" look="quiet" onPress={() => onDismiss(true)}>
              {t('notifications.never')}
            </Button>
          )}
        </span>
      </span>
      <IconButton label={t('notifications.dismiss', { title })} onPress={() => onDismiss(false)}>
        <X />
      </IconButton>
    </li>
  )
}
