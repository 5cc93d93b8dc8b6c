import {
  Archive,
  Ban,
  ChevronDown,
  ChevronUp,
  Code,
  Download,
  Ellipsis,
  Eye,
  Forward,
  Gauge,
  Link2,
  Mail,
  MailOpen,
  Reply,
  ReplyAll,
  ShieldAlert,
  Tag,
  Trash2,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftOrigin, MessageSummary } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { IconButton, Menu, MenuItem, MenuSeparator } from '../../components/index.ts'
import { levelText, useLocale } from '../../language/index.ts'
import { formatRoute, inboxView } from '../../routing/index.ts'
import { type InspectorTopic, onMessage, useActions, useInspector, useSave, useTagging } from '../../window/index.ts'
import { cardId } from './card-id.ts'
import { senderOf, useNames } from './people.ts'
import { SourceDialog } from './SourceDialog.tsx'

interface Props {
  readonly message: MessageSummary
  readonly onReply: ((kind: DraftOrigin['kind'], id: string) => void) | undefined
}

/** What can be done with one message. */
export function MessageMenu({ message, onReply }: Props) {
  const { t } = useTranslation()
  const [source, setSource] = useState(false)
  const { id } = message
  return (
    <>
      {onReply && (
        <IconButton label={t('reading.reply')} hint="R" onPress={() => onReply('reply', id)}>
          <Reply />
        </IconButton>
      )}
      <Menu
        label={t('reading.messageMenu')}
        trigger={
          <IconButton label={t('common.more')}>
            <Ellipsis />
          </IconButton>
        }
      >
        <Entries message={message} onReply={onReply} onSource={() => setSource(true)} />
      </Menu>
      {source && <SourceDialog message={message} onClose={() => setSource(false)} />}
    </>
  )
}

function Entries({ message, onReply, onSource }: Props & { readonly onSource: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const locale = useLocale()
  const save = useSave()
  const actions = useActions()
  const tagging = useTagging()
  const inspector = useInspector()
  const names = useNames()
  const { id, discussionId, importance, tagIds } = message
  const { seen } = message.flags
  const on = onMessage(message)
  const sender = senderOf(message)
  const learnt = { level: importance, who: sender ? names.short([sender]) : t('common.unknownSender') }
  const why = (topic: InspectorTopic) => () => inspector.open({ kind: 'message', id, discussionId }, topic)
  const copy = () => {
    const address = location.origin + formatRoute({ name: 'message', id, view: inboxView })
    void navigator.clipboard.writeText(address)
  }
  const entry = (icon: ReactNode, label: string, run: () => void, hint?: string) => (
    <MenuItem icon={icon} hint={hint} onAction={run}>
      {label}
    </MenuItem>
  )
  return (
    <>
      {onReply && entry(<ReplyAll />, t('reading.replyAll'), () => onReply('reply-all', id), 'A')}
      {onReply && entry(<Forward />, t('reading.forward'), () => onReply('forward', id), 'F')}
      {onReply && <MenuSeparator />}
      {entry(<Archive />, t('reading.archiveMessage'), () => actions.archive(on))}
      {entry(<Tag />, t('reading.tagMessage'), () =>
        tagging.open({ on, tagIds: [tagIds], messageId: id }, document.getElementById(cardId(id))),
      )}
      {entry(<ChevronUp />, t('reading.raiseMessage'), () => actions.correctImportance(on, 1, learnt))}
      {entry(<ChevronDown />, t('reading.lowerMessage'), () => actions.correctImportance(on, -1, learnt))}
      <MenuSeparator />
      {entry(seen ? <Mail /> : <MailOpen />, t(seen ? 'reading.unreadMessage' : 'reading.readMessage'), () =>
        actions.markRead(on, !seen),
      )}
      <MenuSeparator />
      {entry(<Eye />, t('timeline.whyPrivacy'), why('privacy'), 'I')}
      {entry(<Gauge />, t('timeline.whyImportance'), why('importance'), levelText(importance, locale))}
      <MenuSeparator />
      {sender &&
        !names.isOwn(sender) &&
        entry(<Ban />, t('timeline.block', { name: names.full(sender) }), () =>
          actions.block(sender.address, names.full(sender)),
        )}
      {entry(<ShieldAlert />, t('reading.junkMessage'), () => actions.junk(on))}
      {entry(<Link2 />, t('reading.copyAddress'), copy)}
      {entry(<Code />, t('reading.viewSource'), onSource)}
      {entry(<Download />, t('reading.saveSource'), () => save(() => client.messages.raw({ id })))}
      <MenuSeparator />
      {entry(<Trash2 />, t('reading.binMessage'), () => actions.remove(on))}
    </>
  )
}
