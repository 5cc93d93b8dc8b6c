import { Archive, CornerDownRight, Ellipsis, Mail, Split, Tag, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { classNames, IconButton, Menu, MenuItem, MenuSeparator } from '../../components/index.ts'
import { discussionRoute, navigate } from '../../routing/index.ts'
import { type Actions, onThread, useTagging } from '../../window/index.ts'
import { cardId } from './card-id.ts'
import styles from './reading.module.css'
import { topicOf } from './topic.ts'

const c = classNames(styles)

interface Props {
  /** the first message under it */
  readonly message: MessageSummary
  /** null where a thread is read by itself */
  readonly discussionId: string | null
  /** nothing but this thread is shown */
  readonly alone: boolean
  readonly list: { readonly view: string; readonly unread: boolean }
  readonly actions: Actions
}

/** Where a thread begins or goes on: its subject, and what can be done with all of it. Stays at the top while its messages pass. */
export function ThreadLine({ message, discussionId, alone, list, actions }: Props) {
  const { t } = useTranslation()
  const tagging = useTagging()
  const subject = topicOf(message.subject) || t('common.noSubject')
  const { threadId, tagIds, id } = message
  const on = onThread(threadId)
  return (
    <div className={c('topic')}>
      <Mail />
      <h3>
        <bdi>{subject}</bdi>
      </h3>
      <span className={c('rule')} />
      <Menu
        label={t('reading.threadActions', { subject })}
        trigger={
          <IconButton label={t('reading.threadActions', { subject })}>
            <Ellipsis />
          </IconButton>
        }
      >
        {discussionId !== null && !alone && (
          <MenuItem
            icon={<CornerDownRight />}
            onAction={() => navigate({ ...discussionRoute(discussionId, list), threadId })}
          >
            {t('reading.onlyThis')}
          </MenuItem>
        )}
        <MenuItem icon={<Archive />} onAction={() => actions.archive(on)}>
          {t('reading.archiveThread')}
        </MenuItem>
        <MenuItem
          icon={<Tag />}
          onAction={() => tagging.open({ on, tagIds: [tagIds], messageId: id }, document.getElementById(cardId(id)))}
        >
          {t('reading.tagThread')}
        </MenuItem>
        <MenuItem icon={<Mail />} onAction={() => actions.markRead(on, !message.flags.seen)}>
          {t(message.flags.seen ? 'reading.unreadThread' : 'reading.readThread')}
        </MenuItem>
        <MenuSeparator />
        {discussionId !== null && (
          <MenuItem
            icon={<Split />}
            onAction={() => actions.takeOut(threadId, (to) => navigate(discussionRoute(to, list)))}
          >
            {t('reading.takeOut')}
          </MenuItem>
        )}
        <MenuItem icon={<Trash2 />} onAction={() => actions.remove(on)}>
          {t('reading.binThread')}
        </MenuItem>
      </Menu>
    </div>
  )
}
