import { Folder } from 'lucide-react'
import { type RefObject, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ContextMenu, MenuItem } from '../../components/index.ts'
import { useCommands } from '../../keyboard/index.tsx'
import { mailboxTree, useAccounts, useMailboxes } from '../../window/index.ts'

interface Props {
  /** where what is moved lies now */
  readonly mailboxIds: readonly string[]
  readonly beside: RefObject<Element | null>
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onMove: (mailboxId: string, name: string) => void
}

/** The mailboxes of its own accounts first, then those of the others. */
export function MoveMenu({ mailboxIds, beside, isOpen, onOpenChange, onMove }: Props) {
  const { t } = useTranslation()
  const { items: mailboxes } = useMailboxes()
  const { items: accounts } = useAccounts()
  useCommands(
    useMemo(
      () => [
        {
          id: 'thread.move',
          label: t('timeline.move'),
          keys: ['v'],
          group: t('timeline.command.group'),
          run: () => onOpenChange(true),
        },
      ],
      [t, onOpenChange],
    ),
  )
  const here = new Set(mailboxes.filter((box) => mailboxIds.includes(box.id)).map((box) => box.accountId))
  const ordered = accounts.toSorted((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)))
  const choices = ordered.flatMap((account) =>
    mailboxTree(mailboxes.filter((box) => box.accountId === account.id && box.selectable)).map(({ box, label }) => ({
      box,
      label: accounts.length > 1 ? `${label} (${account.label || account.address})` : label,
    })),
  )
  return (
    <ContextMenu label={t('timeline.moveTo')} beside={beside} isOpen={isOpen} onClose={() => onOpenChange(false)}>
      {choices.map(({ box, label }) => (
        <MenuItem
          key={box.id}
          icon={<Folder />}
          isDisabled={mailboxIds.length === 1 && mailboxIds[0] === box.id}
          onAction={() => onMove(box.id, box.name || box.path)}
        >
          {label}
        </MenuItem>
      ))}
    </ContextMenu>
  )
}
