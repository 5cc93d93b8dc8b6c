import {
  Ellipsis,
  Eye,
  FolderInput,
  Gauge,
  Link2,
  List,
  Mail,
  MailOpen,
  Merge,
  ShieldAlert,
  Split,
  Star,
} from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDiscussion, type ListItem } from '../../client/index.ts'
import { IconButton, Menu, MenuItem, MenuSeparator } from '../../components/index.ts'
import { levelText, useLocale } from '../../language/index.ts'
import { discussionRoute, formatRoute, listRoute, navigate, type Route } from '../../routing/index.ts'
import { type Actions, type InspectorSubject, onRows, useInspector } from '../../window/index.ts'
import { JoinDialog } from './JoinDialog.tsx'
import { MoveMenu } from './MoveMenu.tsx'
import { listName } from './row-title.ts'

interface Props {
  readonly item: ListItem
  readonly list: { readonly view: string; readonly unread: boolean }
  readonly actions: Actions
  readonly onLeave: () => void
}

/** The rest of what can be done with a whole discussion or thread. */
export function HeadMenu({ item, list, actions, onLeave }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const inspector = useInspector()
  const place = useRef<HTMLSpanElement>(null)
  const [moving, setMoving] = useState(false)
  const [joining, setJoining] = useState(false)
  const kind = isDiscussion(item) ? 'discussions' : 'threads'
  const on = onRows(kind, [item])
  const unread = item.unread > 0
  const { listId, importance } = item
  const subject: InspectorSubject = isDiscussion(item)
    ? { kind: 'discussion', id: item.id }
    : { kind: 'message', id: item.lastMessageId, discussionId: null }
  const route: Route = isDiscussion(item) ? discussionRoute(item.id, list) : { name: 'thread', id: item.id, ...list }
  const goTo = (discussionId: string) => navigate(discussionRoute(discussionId, list))
  const entry = (icon: ReactNode, label: string, run: () => void, hint?: string) => (
    <MenuItem icon={icon} hint={hint} onAction={run}>
      {label}
    </MenuItem>
  )
  return (
    <>
      <span ref={place}>
        <Menu
          label={t('common.more')}
          trigger={
            <IconButton label={t('common.more')}>
              <Ellipsis />
            </IconButton>
          }
        >
          {entry(<FolderInput />, t('timeline.move'), () => setMoving(true), 'V')}
          <MenuSeparator />
          {entry(
            unread ? <MailOpen /> : <Mail />,
            t(`reading.${unread ? 'read' : 'unread'}.${kind}`),
            () => actions.markRead(on, unread),
            unread ? 'Shift I' : 'Shift U',
          )}
          {entry(
            <Star />,
            t(`reading.${item.flagged ? 'unstar' : 'star'}.${kind}`),
            () => actions.star(on, !item.flagged),
            'S',
          )}
          <MenuSeparator />
          {entry(<Eye />, t('timeline.whyPrivacy'), () => inspector.open(subject, 'privacy'), 'I')}
          {entry(
            <Gauge />,
            t('timeline.whyImportance'),
            () => inspector.open(subject, 'importance'),
            levelText(importance, locale),
          )}
          <MenuSeparator />
          {isDiscussion(item) && entry(<Merge />, t('reading.join'), () => setJoining(true))}
          {!isDiscussion(item) && entry(<Split />, t('reading.takeOut'), () => actions.takeOut(item.id, goTo))}
          {listId !== null &&
            entry(<List />, t('reading.showList', { name: listName(listId) }), () =>
              navigate(listRoute(`list:${listId}`)),
            )}
          {entry(<Link2 />, t('timeline.copyAddress'), () => {
            void navigator.clipboard.writeText(location.origin + formatRoute(route))
          })}
          <MenuSeparator />
          {entry(
            <ShieldAlert />,
            t(`reading.junk.${kind}`),
            () => {
              actions.junk(on)
              onLeave()
            },
            '!',
          )}
        </Menu>
      </span>
      <MoveMenu
        mailboxIds={item.mailboxIds}
        beside={place}
        isOpen={moving}
        onOpenChange={setMoving}
        onMove={(id, name) => {
          actions.move(on, id, name)
          onLeave()
        }}
      />
      {joining && isDiscussion(item) && (
        <JoinDialog
          discussion={item}
          onClose={() => setJoining(false)}
          onJoin={(otherId) => actions.join([item.id, otherId], goTo)}
        />
      )}
    </>
  )
}
