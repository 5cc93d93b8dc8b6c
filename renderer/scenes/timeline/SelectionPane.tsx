import { Archive, Mail, MailOpen, ShieldAlert, Star, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ThreadSummary } from '../../../core/defs/index.ts'
import { Avatar, classNames, Key } from '../../components/index.ts'
import type { Actions } from '../../window/index.ts'
import styles from './selection.module.css'
import type { Selection } from './use-selection.ts'

const c = classNames(styles)

interface Props {
  readonly threads: readonly ThreadSummary[]
  readonly selection: Selection
  readonly actions: Actions
}

const facesShown = 6

/** What is chosen, and what can be done with all of it. */
export function SelectionPane({ threads, selection, actions }: Props) {
  const { t } = useTranslation()
  const chosen = threads.filter((thread) => selection.ids.has(thread.id))
  const ids = [...selection.ids]
  const messages = chosen.reduce((sum, thread) => sum + thread.count, 0)
  const anyUnread = chosen.some((thread) => thread.unread > 0)
  const allStarred = chosen.every((thread) => thread.flagged)
  const action = (label: string, hint: string, icon: ReactNode, run: (ids: readonly string[]) => void) => (
    <Button
      className={c('action')}
      aria-label={label}
      onPress={() => {
        run(ids)
        selection.clear()
      }}
    >
      {icon}
      <span>{label}</span>
      <Key>{hint}</Key>
    </Button>
  )
  return (
    <div className={c('pane')}>
      <div className={c('box')}>
        <div className={c('faces')}>
          {chosen.slice(0, facesShown).map((thread) => {
            const face = thread.people.at(-1)
            return (
              <Avatar
                key={thread.id}
                label={face?.label ?? ''}
                address={face?.address ?? ''}
                machine={thread.listId !== null}
              />
            )
          })}
        </div>
        <h2>
          {t('timeline.discussions', { count: ids.length })}, {t('timeline.messages', { count: messages })}
        </h2>
        <p>{t('timeline.selectionText')}</p>
        {action(t('timeline.archive'), 'E', <Archive />, actions.archive)}
        {action(
          t(anyUnread ? 'timeline.markRead' : 'timeline.markUnread'),
          anyUnread ? 'Shift I' : 'Shift U',
          anyUnread ? <MailOpen /> : <Mail />,
          (all) => actions.markRead(all, anyUnread),
        )}
        {action(t(allStarred ? 'timeline.unstar' : 'timeline.star'), 'S', <Star />, (all) =>
          actions.star(all, !allStarred),
        )}
        {action(t('timeline.junk'), '!', <ShieldAlert />, actions.junk)}
        {action(t('timeline.bin'), '#', <Trash2 />, actions.remove)}
      </div>
    </div>
  )
}
