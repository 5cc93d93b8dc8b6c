import { Archive, ArrowLeft, FolderInput, Mail, MailOpen, ShieldAlert, Star, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageSummary, ThreadSummary } from '../../../core/defs/index.ts'
import { classNames, IconButton } from '../../components/index.ts'
import { useLocale } from '../../language/index.ts'
import { type Actions, useOwnAddresses } from '../../window/index.ts'
import { MoveMenu } from './MoveMenu.tsx'
import { useNames } from './people.ts'
import styles from './reading.module.css'

const c = classNames(styles)

interface Props {
  readonly thread: ThreadSummary
  readonly messages: readonly MessageSummary[]
  readonly actions: Actions
  readonly onLeave: () => void
  readonly onBack: (() => void) | null
}

/** Who takes part, how much there is, and what can be done with all of it. */
export function ReadingHead({ thread, messages, actions, onLeave, onBack }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const own = useOwnAddresses()
  const names = useNames()
  const others = thread.people.filter((person) => !own.has(person.address.toLowerCase()))
  const title =
    (others.length > 0 ? others : thread.people).toReversed().map(names.full).join(', ') || t('common.unknownSender')
  const sinceMs = messages[0]?.sortMs
  const since =
    sinceMs === undefined
      ? ''
      : new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(sinceMs)
  const ids = [thread.id]
  const unread = thread.unread > 0
  const leave = (run: (ids: readonly string[]) => void) => () => {
    run(ids)
    onLeave()
  }
  return (
    <header className={c('head')}>
      {onBack && (
        <IconButton label={t('timeline.command.back')} hint="U" onPress={onBack}>
          <ArrowLeft />
        </IconButton>
      )}
      <div className={c('titles')}>
        <h2>
          <bdi>{title}</bdi>
        </h2>
        <p>
          {t('timeline.messages', { count: thread.count })}
          {thread.count > 1 && since && ` ${t('reading.since', { date: since })}`}
        </p>
      </div>
      <div className={c('acts')} role="toolbar" aria-label={t('reading.actions')}>
        <IconButton label={t('timeline.archive')} hint="E" onPress={leave(actions.archive)}>
          <Archive />
        </IconButton>
        <IconButton label={t('timeline.bin')} hint="#" onPress={leave(actions.remove)}>
          <Trash2 />
        </IconButton>
        <IconButton label={t('timeline.junk')} hint="!" onPress={leave(actions.junk)}>
          <ShieldAlert />
        </IconButton>
        <IconButton
          label={t(unread ? 'timeline.markRead' : 'timeline.markUnread')}
          hint={unread ? 'Shift I' : 'Shift U'}
          onPress={() => actions.markRead(ids, unread)}
        >
          {unread ? <MailOpen /> : <Mail />}
        </IconButton>
        <MoveMenu
          thread={thread}
          onMove={(id, name) => {
            actions.move(ids, id, name)
            onLeave()
          }}
          trigger={
            <IconButton label={t('timeline.move')} hint="V">
              <FolderInput />
            </IconButton>
          }
        />
        <IconButton
          label={t(thread.flagged ? 'timeline.unstar' : 'timeline.star')}
          hint="S"
          aria-pressed={thread.flagged}
          onPress={() => actions.star(ids, !thread.flagged)}
        >
          <Star className={c(thread.flagged && 'starred')} />
        </IconButton>
      </div>
    </header>
  )
}
