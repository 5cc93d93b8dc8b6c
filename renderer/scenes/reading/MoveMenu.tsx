import { Folder } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { Menu, MenuItem } from '../../components/index.ts'
import { useCommands } from '../../keyboard/index.tsx'
import { mailboxTree, useAccounts, useMailboxes } from '../../window/index.ts'

interface Props {
  readonly thread: ThreadSummary
  readonly trigger: ReactElement
  readonly onMove: (mailboxId: string, name: string) => void
}

/** The mailboxes of the thread's own accounts first, then those of the others. */
export function MoveMenu({ thread, trigger, onMove }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
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
          run: () => setOpen(true),
        },
      ],
      [t],
    ),
  )
  const here = new Set(mailboxes.filter((box) => thread.mailboxIds.includes(box.id)).map((box) => box.accountId))
  const ordered = accounts.toSorted((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)))
  const choices = ordered.flatMap((account) =>
    mailboxTree(mailboxes.filter((box) => box.accountId === account.id && box.selectable)).map(({ box, label }) => ({
      box,
      label: accounts.length > 1 ? `${label} (${account.label || account.address})` : label,
    })),
  )
  return (
    <Menu label={t('timeline.moveTo')} trigger={trigger} isOpen={open} onOpenChange={setOpen}>
      {choices.map(({ box, label }) => (
        <MenuItem
          key={box.id}
          icon={<Folder />}
          isDisabled={thread.mailboxIds.length === 1 && thread.mailboxIds[0] === box.id}
          onAction={() => onMove(box.id, box.name || box.path)}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  )
}
