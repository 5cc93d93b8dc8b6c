import { ChevronRight, Folder, Mail } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Account, MailboxSummary, SyncStatus } from '../../core/defs/index.ts'
import { classNames } from '../components/index.ts'
import { Link, listRoute } from '../routing/index.ts'
import { mailboxTree, useAccounts, useSyncStatus } from '../window/index.ts'
import styles from './rail.module.css'
import { UnreadCount } from './UnreadCount.tsx'

const c = classNames(styles)

interface Props {
  readonly view: string | null
  readonly mailboxes: readonly MailboxSummary[]
}

/** The accounts with their state; each opens to its mailboxes. */
export function AccountTree({ view, mailboxes }: Props) {
  const { t } = useTranslation()
  const { items: accounts } = useAccounts()
  const statuses = useSyncStatus()
  if (accounts.length === 0) return null
  return (
    <>
      <h2 className={c('section')}>{t('shell.accounts')}</h2>
      {accounts.map((account) => (
        <AccountBranch
          key={account.id}
          account={account}
          status={statuses.find((status) => status.accountId === account.id)}
          mailboxes={mailboxes.filter((box) => box.accountId === account.id)}
          view={view}
        />
      ))}
    </>
  )
}

interface BranchProps extends Props {
  readonly account: Account
  readonly status: SyncStatus | undefined
}

function AccountBranch({ account, status, mailboxes, view }: BranchProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(() => mailboxes.some((box) => view === `mailbox:${box.id}`))
  const name = account.label || account.address
  const state = dotOf(account, status)
  const inbox = mailboxes.find((box) => box.role === 'inbox') ?? mailboxes.find((box) => box.selectable)
  return (
    <div>
      <div className={c('account')}>
        <Link
          to={inbox ? listRoute(`mailbox:${inbox.id}`) : { name: 'settings', page: 'accounts' }}
          className={c('item')}
          title={account.address}
          onClick={() => setOpen(true)}
        >
          <Mail />
          <span className={c('label')}>{name}</span>
          <i className={c('dot', state.look)} />
          <span className="visually-hidden">, {t(`shell.sync.${state.word}`)}</span>
        </Link>
        <Button
          className={c('unfold', open && 'open')}
          aria-expanded={open}
          aria-label={t(open ? 'shell.closeMailboxes' : 'shell.openMailboxes', { account: name })}
          onPress={() => setOpen(!open)}
        >
          <ChevronRight />
        </Button>
      </div>
      {open &&
        mailboxTree(mailboxes).map(({ box, depth, label }) => (
          <Link
            key={box.id}
            to={listRoute(`mailbox:${box.id}`)}
            className={c('item', 'box')}
            style={{ '--depth': depth }}
            aria-current={view === `mailbox:${box.id}` ? 'page' : undefined}
          >
            <Folder />
            <bdi className={c('label')}>{label}</bdi>
            <UnreadCount count={box.unread} />
          </Link>
        ))}
    </div>
  )
}

type Dot = {
  readonly look: 'offline' | 'trouble' | null
  readonly word: 'upToDate' | 'offline' | 'error' | 'paused' | 'syncing'
}

function dotOf(account: Account, status: SyncStatus | undefined): Dot {
  if (account.paused || status?.state === 'paused') return { look: 'offline', word: 'paused' }
  switch (status?.state) {
    case 'error':
      return { look: 'trouble', word: 'error' }
    case 'offline':
      return { look: 'offline', word: 'offline' }
    case 'connecting':
    case 'syncing':
      return { look: null, word: 'syncing' }
    default:
      return { look: null, word: 'upToDate' }
  }
}
