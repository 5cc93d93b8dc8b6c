import {
  Activity,
  Archive,
  FileText,
  Inbox,
  Mails,
  PenLine,
  Send,
  Settings2,
  ShieldAlert,
  Star,
  Trash2,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { classNames } from '../components/index.ts'
import { inboxView, Link, listOf, listRoute, type Route } from '../routing/index.ts'
import { unreadOf, useLayout, useMailboxes, useNewMessage } from '../window/index.ts'
import { AccountTree } from './AccountTree.tsx'
import styles from './rail.module.css'
import { TagList } from './TagList.tsx'
import { UnreadCount } from './UnreadCount.tsx'

const c = classNames(styles)

export function Rail({ route }: { readonly route: Route }) {
  const { t } = useTranslation()
  const { railFolded } = useLayout()
  const { items: mailboxes } = useMailboxes()
  const newMessage = useNewMessage()
  const view = listOf(route)?.view ?? null
  const item = (key: string, label: string, icon: ReactNode, unread?: number) => (
    <RailItem key={key} to={listRoute(key)} current={view === key} label={label} icon={icon} unread={unread ?? 0} />
  )
  return (
    <nav aria-label={t('shell.main')} data-pane="rail" className={c('rail', railFolded && 'folded')}>
      <Button className={c('compose')} onPress={newMessage}>
        <PenLine />
        <span className={c('label')}>{t('shell.newMessage')}</span>
        <span aria-hidden="true" className={c('key')}>
          C
        </span>
      </Button>
      <div className={c('scroll')}>
        {item(inboxView, t('shell.timeline'), <Inbox />, unreadOf(mailboxes, 'inbox'))}
        {item('starred', t('shell.starred'), <Star />)}
        <RailItem
          to={{ name: 'drafts' }}
          current={route.name === 'drafts' || route.name === 'draft'}
          label={t('shell.drafts')}
          icon={<FileText />}
        />
        {item('role:sent', t('shell.sent'), <Send />)}
        {item('role:archive', t('shell.archive'), <Archive />)}
        {item('all', t('shell.all'), <Mails />)}
        {item('role:junk', t('shell.junk'), <ShieldAlert />, unreadOf(mailboxes, 'junk'))}
        {item('role:trash', t('shell.trash'), <Trash2 />)}
        <h2 className={c('section')}>{t('shell.people')}</h2>
        <RailItem
          to={{ name: 'contacts' }}
          current={route.name === 'contacts' || route.name === 'contact'}
          label={t('shell.contacts')}
          icon={<Users />}
        />
        <RailItem
          to={{ name: 'connections' }}
          current={route.name === 'connections'}
          label={t('shell.connections')}
          icon={<Activity />}
        />
        {!railFolded && <TagList view={view} />}
        {!railFolded && <AccountTree view={view} mailboxes={mailboxes} />}
      </div>
      <RailItem
        to={{ name: 'settings', page: 'accounts' }}
        current={route.name === 'settings'}
        label={t('shell.settings')}
        icon={<Settings2 />}
      />
    </nav>
  )
}

interface ItemProps {
  readonly to: Route
  readonly current: boolean
  readonly label: string
  readonly icon: ReactNode
  readonly unread?: number
}

function RailItem({ to, current, label, icon, unread = 0 }: ItemProps) {
  return (
    <Link to={to} className={c('item')} title={label} aria-current={current ? 'page' : undefined}>
      {icon}
      <span className={c('label')}>{label}</span>
      <UnreadCount count={unread} />
    </Link>
  )
}
