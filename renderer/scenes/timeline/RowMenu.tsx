import {
  Archive,
  Ban,
  ChevronDown,
  ChevronUp,
  CornerDownRight,
  Eye,
  Gauge,
  Link2,
  Mail,
  MailOpen,
  ShieldAlert,
  Star,
  Tag,
  Trash2,
} from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListItem, RowKind } from '../../client/index.ts'
import { ContextMenu, MenuItem, MenuSeparator } from '../../components/index.ts'
import { levelText, useLocale } from '../../language/index.ts'
import { discussionRoute, formatRoute, type Route } from '../../routing/index.ts'
import {
  type Actions,
  type InspectorSubject,
  type InspectorTopic,
  onRows,
  useInspector,
  useTagging,
} from '../../window/index.ts'
import { learntFor, titleOf, useTitleWords } from '../reading/index.tsx'
import { rowId } from './Row.tsx'

/** Which row a menu was asked for, and where: at the pointer, or within the row where a key asked. */
export interface MenuPlace {
  readonly id: string
  readonly at: { readonly x: number; readonly y: number }
}

interface Props {
  readonly place: MenuPlace | null
  readonly item: ListItem | null
  readonly kind: RowKind
  readonly own: ReadonlySet<string>
  readonly list: { readonly view: string; readonly unread: boolean }
  readonly actions: Actions
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
}

/** What can be done with a row, in the order of every menu of its kind. */
export function RowMenu({ place, onClose, ...rest }: Props) {
  const { t } = useTranslation()
  const words = useTitleWords()
  const spot = useRef<HTMLSpanElement>(null)
  const { item, own } = rest
  return (
    <>
      <span
        ref={spot}
        aria-hidden="true"
        style={{ position: 'fixed', left: place?.at.x ?? 0, top: place?.at.y ?? 0, pointerEvents: 'none' }}
      />
      <ContextMenu
        label={t('timeline.rowMenu', { who: item ? titleOf(item, own, words) : '' })}
        isOpen={place !== null && item !== null}
        onClose={onClose}
        beside={spot}
      >
        {item && <Entries {...rest} item={item} />}
      </ContextMenu>
    </>
  )
}

function Entries({ item, kind, own, list, actions, onOpen }: Omit<Props, 'place' | 'onClose'> & { item: ListItem }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const words = useTitleWords()
  const tagging = useTagging()
  const inspector = useInspector()
  const { id, importance, lastMessageId, tagIds } = item
  const on = onRows(kind, [item])
  const unread = item.unread > 0
  const other = item.lastFrom && !own.has(item.lastFrom.address.toLowerCase()) ? item.lastFrom : null
  const correct = (by: number) => () =>
    actions.correctImportance(on, by, { level: importance, who: learntFor(item, own, words) })
  const why = (topic: InspectorTopic) => () => inspector.open(inspectedOf(kind, item), topic)
  const route: Route = kind === 'discussions' ? discussionRoute(id, list) : { name: 'thread', id, ...list }
  const copy = () => void navigator.clipboard.writeText(location.origin + formatRoute(route))
  const tag = () => tagging.open({ on, tagIds: [tagIds], messageId: lastMessageId }, document.getElementById(rowId(id)))
  const entry = (icon: ReactNode, label: string, hint: string | undefined, onAction: () => void) => (
    <MenuItem icon={icon} hint={hint} onAction={onAction}>
      {label}
    </MenuItem>
  )
  return (
    <>
      {entry(<CornerDownRight />, t('timeline.command.open'), 'O', () => onOpen(id))}
      <MenuSeparator />
      {entry(<Archive />, t('timeline.archive'), 'E', () => actions.archive(on))}
      {entry(<Tag />, t('timeline.tag'), 'L', tag)}
      {entry(<ChevronUp />, t('timeline.importance.raise'), '+', correct(1))}
      {entry(<ChevronDown />, t('timeline.importance.lower'), '−', correct(-1))}
      <MenuSeparator />
      {entry(
        unread ? <MailOpen /> : <Mail />,
        t(unread ? 'timeline.markRead' : 'timeline.markUnread'),
        unread ? 'Shift I' : 'Shift U',
        () => actions.markRead(on, unread),
      )}
      {entry(<Star />, t(item.flagged ? 'timeline.unstar' : 'timeline.star'), 'S', () =>
        actions.star(on, !item.flagged),
      )}
      <MenuSeparator />
      {entry(<Eye />, t('timeline.whyPrivacy'), 'I', why('privacy'))}
      {entry(<Gauge />, t('timeline.whyImportance'), levelText(importance, locale), why('importance'))}
      <MenuSeparator />
      {other &&
        entry(<Ban />, t('timeline.block', { name: other.label || other.address }), undefined, () =>
          actions.block(other.address, other.label || other.address),
        )}
      {entry(<ShieldAlert />, t('timeline.junk'), '!', () => actions.junk(on))}
      {entry(<Link2 />, t('timeline.copyAddress'), undefined, copy)}
      <MenuSeparator />
      {entry(<Trash2 />, t('timeline.bin'), '#', () => actions.remove(on))}
    </>
  )
}

/** What the inspector explains for a row: a thread is known by its newest message. */
export const inspectedOf = (kind: RowKind, item: ListItem): InspectorSubject =>
  kind === 'discussions'
    ? { kind: 'discussion', id: item.id }
    : { kind: 'message', id: item.lastMessageId, discussionId: null }
