import { Code, Download, Ellipsis, Forward, Link2, Mail, Reply, ReplyAll } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftOrigin, MessageSummary } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { IconButton, Menu, MenuItem, MenuSeparator } from '../../components/index.ts'
import { formatRoute, inboxView } from '../../routing/index.ts'
import { useActions } from '../../window/index.ts'
import { SourceDialog } from './SourceDialog.tsx'
import { useSave } from './save.ts'

interface Props {
  readonly message: MessageSummary
  readonly onReply: ((kind: DraftOrigin['kind'], id: string) => void) | undefined
}

/** What can be done with one message. */
export function MessageMenu({ message, onReply }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const save = useSave()
  const actions = useActions()
  const [source, setSource] = useState(false)
  const { id } = message
  const address = () => location.origin + formatRoute({ name: 'message', id, view: inboxView })
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
        {onReply && [
          <MenuItem key="all" icon={<ReplyAll />} hint="A" onAction={() => onReply('reply-all', id)}>
            {t('reading.replyAll')}
          </MenuItem>,
          <MenuItem key="forward" icon={<Forward />} hint="F" onAction={() => onReply('forward', id)}>
            {t('reading.forward')}
          </MenuItem>,
          <MenuSeparator key="line" />,
        ]}
        <MenuItem
          icon={<Mail />}
          onAction={() => actions.markRead([message.threadId], !message.flags.seen, { messageIds: [id] })}
        >
          {t(message.flags.seen ? 'timeline.markUnread' : 'timeline.markRead')}
        </MenuItem>
        <MenuItem icon={<Link2 />} onAction={() => void navigator.clipboard.writeText(address())}>
          {t('reading.copyAddress')}
        </MenuItem>
        <MenuItem icon={<Code />} onAction={() => setSource(true)}>
          {t('reading.viewSource')}
        </MenuItem>
        <MenuItem icon={<Download />} onAction={() => save(() => client.messages.raw({ id }))}>
          {t('reading.saveSource')}
        </MenuItem>
      </Menu>
      {source && <SourceDialog message={message} onClose={() => setSource(false)} />}
    </>
  )
}
