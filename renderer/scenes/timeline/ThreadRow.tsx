import { Archive, Mail, MailOpen, Paperclip, Star, Trash2 } from 'lucide-react'
import { type MouseEvent, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { Avatar, classNames, IconButton } from '../../components/index.ts'
import { fullDate, rowTime, useLocale } from '../../language/index.ts'
import type { Actions } from '../../window/index.ts'
import { facePerson, peopleText } from './people-names.ts'
import styles from './row.module.css'
import { rowName } from './row-name.ts'

const c = classNames(styles)

interface Props {
  readonly thread: ThreadSummary
  readonly index: number
  readonly top: number
  /** no line above: it stands right under a heading */
  readonly first: boolean
  readonly nowMs: number
  readonly own: ReadonlySet<string>
  readonly draftText: string | null
  readonly dense: boolean
  readonly opened: boolean
  readonly current: boolean
  readonly selected: boolean
  readonly selecting: boolean
  readonly actions: Actions
  readonly onPress: (id: string, event: MouseEvent) => void
  readonly onToggle: (id: string) => void
}

export const rowId = (threadId: string): string => `row-${threadId}`

/** One thread in a list: who, when, what about, how it begins; actions while it is pointed at. */
export const ThreadRow = memo(function ThreadRow(props: Props) {
  const { thread, index, top, nowMs, own, dense, opened, current, selected, selecting, onPress, onToggle } = props
  const { t } = useTranslation()
  const locale = useLocale()
  // Actions exist on the row that is pointed at, not on all: a fast scroll would make and drop hundreds of buttons.
  const [pointed, setPointed] = useState(false)
  const unread = thread.unread > 0
  const who = peopleText(thread.people, own, { you: t('common.you'), unknown: t('common.unknownSender') })
  const face = facePerson(thread.people, own)
  const subject = thread.subject || t('common.noSubject')
  const time = rowTime(thread.lastMs, nowMs, locale)
  const name = rowName({
    unread: unread ? t('timeline.unread') : null,
    who,
    count: thread.count > 1 ? t('timeline.messages', { count: thread.count }) : null,
    subject,
    time,
    starred: thread.flagged ? t('timeline.starred') : null,
    attachment: thread.attachments > 0 ? t('timeline.attachments', { count: thread.attachments }) : null,
  })
  return (
    <tr
      id={rowId(thread.id)}
      tabIndex={-1}
      aria-rowindex={index + 1}
      aria-selected={selecting ? selected : opened}
      aria-label={name}
      className={c(
        'row',
        dense && 'dense',
        props.first && 'leading',
        unread && 'unread',
        (selecting ? selected : opened) && 'on',
        current && 'current',
      )}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onPress(thread.id, event)}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
    >
      <td className={c('cell')}>
        <button
          type="button"
          tabIndex={-1}
          className={c('face')}
          aria-label={t('timeline.select', { who })}
          onClick={(event) => {
            event.stopPropagation()
            onToggle(thread.id)
          }}
        >
          <Avatar
            label={face?.label ?? ''}
            address={face?.address ?? ''}
            machine={thread.listId !== null}
            checked={selected}
          />
        </button>
        <div className={c('lines')}>
          <div className={c('first')}>
            <bdi className={c('who')}>{who}</bdi>
            {thread.count > 1 && <span className={c('count')}>{thread.count}</span>}
            <time
              className={c('time')}
              dateTime={new Date(thread.lastMs).toISOString()}
              title={fullDate(thread.lastMs, locale)}
            >
              {time}
            </time>
          </div>
          <div className={c('subject')} dir="auto">
            {subject}
          </div>
          {!dense && <Excerpt {...props} />}
        </div>
      </td>
      {pointed && <RowActions {...props} />}
    </tr>
  )
})

function Excerpt({ thread, own, draftText }: Props) {
  const { t } = useTranslation()
  const mine = thread.lastFrom !== null && thread.count > 1 && own.has(thread.lastFrom.address.toLowerCase())
  return (
    <div className={c('third')}>
      {draftText !== null && <b className={c('prefix', 'draft')}>{t('timeline.draft')}</b>}
      {draftText === null && mine && <span className={c('prefix')}>{t('common.you')}:</span>}
      <span className={c('excerpt')} dir="auto">
        {draftText || thread.excerpt}
      </span>
      <span className={c('marks')}>
        {thread.attachments > 0 && <Paperclip aria-hidden="true" />}
        {thread.flagged && <Star aria-hidden="true" className={c('star')} />}
      </span>
    </div>
  )
}

function RowActions({ thread, actions }: Props) {
  const { t } = useTranslation()
  const unread = thread.unread > 0
  const ids = [thread.id]
  return (
    <td className={c('actions')}>
      <IconButton label={t('timeline.archive')} hint="E" excludeFromTabOrder onPress={() => actions.archive(ids)}>
        <Archive />
      </IconButton>
      <IconButton label={t('timeline.bin')} hint="#" excludeFromTabOrder onPress={() => actions.remove(ids)}>
        <Trash2 />
      </IconButton>
      <IconButton
        label={t(unread ? 'timeline.markRead' : 'timeline.markUnread')}
        hint={unread ? 'Shift I' : 'Shift U'}
        excludeFromTabOrder
        onPress={() => actions.markRead(ids, unread)}
      >
        {unread ? <MailOpen /> : <Mail />}
      </IconButton>
      <IconButton
        label={t(thread.flagged ? 'timeline.unstar' : 'timeline.star')}
        hint="S"
        excludeFromTabOrder
        onPress={() => actions.star(ids, !thread.flagged)}
      >
        <Star className={c(thread.flagged && 'star')} />
      </IconButton>
    </td>
  )
}
