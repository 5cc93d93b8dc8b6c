import { useTranslation } from 'react-i18next'
import { useMailboxes } from '../../window/index.ts'

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
  if (view === 'starred') return t('shell.starred')
  if (view === 'all') return t('shell.all')
  const [kind, name = ''] = view.split(/:(.*)/s, 2)
  if (kind === 'mailbox') {
    const box = items.find((other) => other.id === name)
    return box?.name || box?.path || t('shell.all')
  }
  return isNamedRole(name) ? t(`shell.${roleNames[name]}`) : name
}
