import { Archive, ListFilter, Mail, MailOpen, ShieldAlert, Tag, Trash2, X } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ListItem, RowKind } from '../../client/index.ts'
import { classNames, IconButton, TagDot } from '../../components/index.ts'
import { listRoute, navigate } from '../../routing/index.ts'
import { type Actions, type ActOn, onRows, useMailboxes, useTagging, useTags } from '../../window/index.ts'
import styles from './list.module.css'
import type { Selection } from './use-selection.ts'
import type { ShownRange } from './use-shown-range.ts'
import { ViewMenu } from './ViewMenu.tsx'

const c = classNames(styles)

interface Props {
  readonly view: string
  readonly name: string
  readonly unread: boolean
  readonly kind: RowKind
  readonly shown: ShownRange
  readonly items: readonly ListItem[]
  readonly selection: Selection
  readonly actions: Actions
}

export function ListHead(props: Props) {
  return props.selection.ids.size > 0 ? <SelectionHead {...props} /> : <PlainHead {...props} />
}

function PlainHead({ view, name, unread, shown }: Props) {
  const { t } = useTranslation()
  const unreadCount = useUnreadOf(view)
  const { byId } = useTags()
  const tag = view.startsWith('tag:') ? byId.get(view.slice('tag:'.length)) : undefined
  return (
    <header className={c('head')}>
      {tag && <TagDot colour={tag.colour} />}
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
      <ViewMenu view={view} shown={shown} />
    </header>
  )
}

/** Unread messages of a view, where its mailboxes or its tag know. */
function useUnreadOf(view: string): number {
  const { items: boxes } = useMailboxes()
  const { byId } = useTags()
  const [kind, name = ''] = view.split(/:(.*)/s, 2)
  if (kind === 'tag') return byId.get(name)?.unread ?? 0
  return boxes.reduce((sum, box) => {
    const isIn =
      kind === 'mailbox'
        ? box.id === name
        : kind === 'role'
          ? box.role === name
          : kind === 'account' && box.accountId === name && box.role !== 'junk' && box.role !== 'trash'
    return isIn ? sum + box.unread : sum
  }, 0)
}

function SelectionHead({ kind, items, selection, actions }: Props) {
  const { t } = useTranslation()
  const tagging = useTagging()
  const ids = [...selection.ids]
  const chosen = items.filter(({ id }) => selection.ids.has(id))
  const on = onRows(kind, chosen)
  const anyUnread = chosen.some(({ unread }) => unread > 0)
  const act = (run: (on: ActOn) => void) => () => {
    run(on)
    selection.clear()
  }
  return (
    <header className={c('head')}>
      <h1>
        <span role="status">{t('timeline.selected', { count: selection.matching ?? ids.length })}</span>
      </h1>
      {ids.length < items.length && (
        <AriaButton className={c('textButton')} onPress={() => selection.set(items.map(({ id }) => id))}>
          {t('timeline.selectAll', { count: items.length })}
        </AriaButton>
      )}
      <span className={c('grow')} />
      <IconButton label={t('timeline.archive')} hint="E" onPress={act(actions.archive)}>
        <Archive />
      </IconButton>
      <IconButton label={t('timeline.bin')} hint="#" onPress={act(actions.remove)}>
        <Trash2 />
      </IconButton>
      <IconButton
        label={t('timeline.tag')}
        hint="L"
        onPress={({ target }) =>
          tagging.open({ on, tagIds: chosen.map(({ tagIds }) => tagIds), messageId: null }, target)
        }
      >
        <Tag />
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
