import { Archive, Check, ListFilter, Mail, MailOpen, Settings2, ShieldAlert, Trash2, X } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { classNames, IconButton, Menu, MenuItem } from '../../components/index.ts'
import { listRoute, navigate } from '../../routing/index.ts'
import { type Actions, useMailboxes, useSettings, useUpdateSettings } from '../../window/index.ts'
import styles from './list.module.css'
import type { Selection } from './use-selection.ts'

const c = classNames(styles)

interface Props {
  readonly view: string
  readonly name: string
  readonly unread: boolean
  readonly threads: readonly ThreadSummary[]
  readonly selection: Selection
  readonly actions: Actions
}

export function ListHead(props: Props) {
  return props.selection.ids.size > 0 ? <SelectionHead {...props} /> : <PlainHead {...props} />
}

function PlainHead({ view, name, unread }: Props) {
  const { t } = useTranslation()
  const { items } = useMailboxes()
  const { density } = useSettings()
  const update = useUpdateSettings()
  const [kind, rest = ''] = view.split(/:(.*)/s, 2)
  const unreadCount = items.reduce(
    (sum, box) => ((kind === 'mailbox' ? box.id : kind === 'role' ? box.role : null) === rest ? sum + box.unread : sum),
    0,
  )
  const choose = (next: 'comfortable' | 'dense') => update({ density: next })
  return (
    <header className={c('head')}>
      <h1>
        <bdi>{name}</bdi>
      </h1>
      {unreadCount > 0 && <span className={c('quiet')}>{t('shell.unreadCount', { count: unreadCount })}</span>}
      <span className={c('grow')} />
      <IconButton
        label={t(unread ? 'timeline.showAll' : 'timeline.onlyUnread')}
        on={unread}
        aria-pressed={unread}
        onPress={() => navigate(listRoute(view, !unread), { replace: true })}
      >
        <ListFilter />
      </IconButton>
      <Menu
        label={t('timeline.viewMenu')}
        trigger={
          <IconButton label={t('timeline.viewMenu')}>
            <Settings2 />
          </IconButton>
        }
      >
        <MenuItem icon={density === 'comfortable' ? <Check /> : null} onAction={() => choose('comfortable')}>
          {t('timeline.comfortable')}
        </MenuItem>
        <MenuItem icon={density === 'dense' ? <Check /> : null} onAction={() => choose('dense')}>
          {t('timeline.dense')}
        </MenuItem>
      </Menu>
    </header>
  )
}

function SelectionHead({ threads, selection, actions }: Props) {
  const { t } = useTranslation()
  const ids = [...selection.ids]
  const anyUnread = threads.some((thread) => selection.ids.has(thread.id) && thread.unread > 0)
  const act = (run: (ids: readonly string[]) => void) => () => {
    run(ids)
    selection.clear()
  }
  return (
    <header className={c('head')}>
      <h1>
        <span role="status">{t('timeline.selected', { count: ids.length })}</span>
      </h1>
      <AriaButton className={c('textButton')} onPress={() => selection.set(threads.map((thread) => thread.id))}>
        {t('timeline.selectAll', { count: threads.length })}
      </AriaButton>
      <span className={c('grow')} />
      <IconButton label={t('timeline.archive')} hint="E" onPress={act(actions.archive)}>
        <Archive />
      </IconButton>
      <IconButton label={t('timeline.bin')} hint="#" onPress={act(actions.remove)}>
        <Trash2 />
      </IconButton>
      <IconButton label={t('timeline.junk')} hint="!" onPress={act(actions.junk)}>
        <ShieldAlert />
      </IconButton>
      <IconButton
        label={t(anyUnread ? 'timeline.markRead' : 'timeline.markUnread')}
        onPress={act((all) => actions.markRead(all, anyUnread))}
      >
        {anyUnread ? <MailOpen /> : <Mail />}
      </IconButton>
      <IconButton label={t('timeline.clearSelection')} hint="Esc" onPress={selection.clear}>
        <X />
      </IconButton>
    </header>
  )
}
