import { ChevronRight, Mail, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../core/defs/index.ts'
import { Button, classNames } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { useAccounts, useSyncStatus } from '../../window/index.ts'
import { AccountForm } from './AccountForm.tsx'
import styles from './settings.module.css'

const c = classNames(styles)

export function AccountsPage() {
  const { t } = useTranslation()
  const { items, isKnown } = useAccounts()
  return (
    <>
      {isKnown && items.length === 0 && <p className={c('quiet')}>{t('settings.accounts.none')}</p>}
      {items.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
      <div>
        <Button icon={<Plus />} onPress={() => navigate({ name: 'welcome' })}>
          {t('settings.accounts.add')}
        </Button>
      </div>
    </>
  )
}

function AccountCard({ account }: { readonly account: Account }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const status = useSyncStatus().find((other) => other.accountId === account.id)
  const state = account.paused ? 'paused' : status?.state
  return (
    <div className={c('card')}>
      <AriaButton className={c('cardHead', open && 'open')} aria-expanded={open} onPress={() => setOpen(!open)}>
        <Mail />
        <span className={c('words')}>
          <b>{account.label || account.address}</b>
          <span>{account.address || t('settings.accounts.local')}</span>
        </span>
        {state && account.protocol !== 'local' && <span>{t(`settings.accounts.state.${state}`)}</span>}
        <ChevronRight />
      </AriaButton>
      {open && <AccountForm account={account} />}
    </div>
  )
}
