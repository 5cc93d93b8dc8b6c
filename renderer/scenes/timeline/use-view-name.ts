import { useTranslation } from 'react-i18next'
import { useAccounts, useMailboxes, useTags } from '../../window/index.ts'
import { listName } from '../reading/index.tsx'

const roleNames = {
  inbox: 'timeline',
  sent: 'sent',
  archive: 'archive',
  junk: 'junk',
  trash: 'trash',
  drafts: 'drafts',
} as const
const isNamedRole = (role: string): role is keyof typeof roleNames => Object.hasOwn(roleNames, role)

/** What a view is called in its head. */
export function useViewName(view: string): string {
  const { t } = useTranslation()
  const { items } = useMailboxes()
  const { items: accounts } = useAccounts()
  const { byId } = useTags()
  if (view === 'starred') return t('shell.starred')
  if (view === 'all') return t('shell.all')
  const [kind, name = ''] = view.split(/:(.*)/s, 2)
  if (kind === 'mailbox') {
    const box = items.find((other) => other.id === name)
    return box?.name || box?.path || t('shell.all')
  }
  if (kind === 'tag') return byId.get(name)?.name ?? t('shell.tags.title')
  if (kind === 'list') return listName(name)
  if (kind === 'account') {
    const account = accounts.find(({ id }) => id === name)
    return account?.label || account?.address || t('shell.all')
  }
  return isNamedRole(name) ? t(`shell.${roleNames[name]}`) : name
}
