import { useQuery } from '@tanstack/react-query'
import { Archive, ListChecks, Mail, MailOpen, ShieldAlert, Star, Tag, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { WholeList } from '../../../core/defs/index.ts'
import { keys, type ListItem, type RowKind, useClient } from '../../client/index.ts'
import { Avatar, classNames, Key } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { type Actions, type ActOn, onRows, useOwnAddresses, useTagging } from '../../window/index.ts'
import { faceOf, isMachine } from '../reading/index.tsx'
import styles from './selection.module.css'
import type { Selection } from './use-selection.ts'

const c = classNames(styles)

interface Props {
  readonly kind: RowKind
  readonly items: readonly ListItem[]
  /** all of the list, and whether it goes on below the rows that are loaded */
  readonly whole: WholeList
  readonly goesOn: boolean
  readonly selection: Selection
  readonly actions: Actions
}

const facesShown = 6

/** What is chosen, and what can be done with all of it. */
export function SelectionPane({ kind, items, whole, goesOn, selection, actions }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const matching = useMatching(whole, goesOn && selection.ids.size >= items.length)
  const all = selection.matching
  const own = useOwnAddresses()
  const tagging = useTagging()
  const chosen = items.filter(({ id }) => selection.ids.has(id))
  const on = onRows(kind, chosen)
  const count = selection.ids.size
  const messages = chosen.reduce((sum, item) => sum + item.count, 0)
  const anyUnread = chosen.some(({ unread }) => unread > 0)
  const allStarred = chosen.every(({ flagged }) => flagged)
  const action = (label: string, hint: string, icon: ReactNode, run: (on: ActOn) => void) => (
    <Button
      className={c('action')}
      aria-label={label}
      onPress={() => {
        run(on)
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
          {chosen.slice(0, facesShown).map((item) => {
            const face = faceOf(item, own)
            return (
              <Avatar key={item.id} label={face?.label ?? ''} address={face?.address ?? ''} machine={isMachine(item)} />
            )
          })}
        </div>
        <h2>
          {all === null
            ? `${t(`timeline.${kind}`, { count })}, ${t('timeline.messages', { count: messages })}`
            : t(`timeline.${kind}`, { count: all })}
        </h2>
        <p>{t(`timeline.selectionText.${kind}`)}</p>
        {all === null && matching !== null && matching > count && (
          <Button className={c('action')} onPress={() => selection.setMatching(matching)}>
            <ListChecks />
            <span>{t('timeline.selectMatching', { number: countText(matching, locale) })}</span>
          </Button>
        )}
        {action(t('timeline.archive'), 'E', <Archive />, actions.archive)}
        <Button
          className={c('action')}
          aria-label={t('timeline.tag')}
          onPress={({ target }) =>
            tagging.open({ on, tagIds: chosen.map(({ tagIds }) => tagIds), messageId: null }, target)
          }
        >
          <Tag />
          <span>{t('timeline.tag')}</span>
          <Key>L</Key>
        </Button>
        {action(
          t(anyUnread ? 'timeline.markRead' : 'timeline.markUnread'),
          anyUnread ? 'Shift I' : 'Shift U',
          anyUnread ? <MailOpen /> : <Mail />,
          (rows) => actions.markRead(rows, anyUnread),
        )}
        {action(t(allStarred ? 'timeline.unstar' : 'timeline.star'), 'S', <Star />, (rows) =>
          actions.star(rows, !allStarred),
        )}
        {action(t('timeline.junk'), '!', <ShieldAlert />, actions.junk)}
        {action(t('timeline.bin'), '#', <Trash2 />, actions.remove)}
      </div>
    </div>
  )
}

/** How many rows the list has in all; null until it is counted, and while nobody needs to know. */
function useMatching(whole: WholeList, wanted: boolean): number | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: [...keys.histograms, 'count', whole], // counted anew when these are
    enabled: wanted,
    queryFn: ({ signal }) => client.bulk.count(whole, { signal }),
  })
  return wanted ? (data?.count ?? null) : null
}
