import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ListBox, ListBoxItem, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { DiscussionSummary } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Avatar, Button, classNames, Dialog, TextField } from '../../components/index.ts'
import { useOwnAddresses } from '../../window/index.ts'
import styles from './reading.module.css'
import { faceOf, isMachine, titleOf } from './row-title.ts'
import { useTitleWords } from './use-title-words.ts'

const c = classNames(styles)

/** The latest discussions, before anything was typed. */
const latestShown = 50
const foundShown = 20

interface Props {
  readonly discussion: DiscussionSummary
  readonly onClose: () => void
  readonly onJoin: (otherId: string) => void
}

/** Chooses the discussion that another one is joined with. */
export function JoinDialog({ discussion, onClose, onJoin }: Props) {
  const { t } = useTranslation()
  const own = useOwnAddresses()
  const words = useTitleWords()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const found = useFound(typed).filter(({ id }) => id !== discussion.id)
  const choice = found.find(({ id }) => id === chosen)
  return (
    <Dialog title={t('reading.joinTitle')} isOpen onClose={onClose}>
      <div className={c('join')}>
        <p>{t('reading.joinText')}</p>
        <TextField label={t('reading.joinFind')} value={typed} onChange={setTyped} autoFocus />
        <ListBox
          aria-label={t('reading.joinChoices')}
          items={found}
          selectionMode="single"
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => setChosen(keys === 'all' ? null : String([...keys][0] ?? ''))}
          renderEmptyState={() => <p className={c('joinNone')}>{t('reading.joinNone')}</p>}
          className={c('joinList')}
        >
          {(item) => (
            <ListBoxItem id={item.id} textValue={titleOf(item, own, words)} className={c('joinItem')}>
              <Avatar
                label={faceOf(item, own)?.label ?? ''}
                address={faceOf(item, own)?.address ?? ''}
                machine={isMachine(item)}
                size="small"
              />
              <span className={c('joinWords')}>
                <Text slot="label">
                  <bdi>{titleOf(item, own, words)}</bdi>
                </Text>
                <Text slot="description">{item.subject || t('common.noSubject')}</Text>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
        <div className={c('joinButtons')}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={!choice}
            onPress={() => {
              if (choice) onJoin(choice.id)
              onClose()
            }}
          >
            {choice ? t('reading.joinWith', { name: titleOf(choice, own, words) }) : t('reading.join')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** Discussions that are called like what was typed; the latest where nothing was. */
function useFound(typed: string): readonly DiscussionSummary[] {
  const client = useClient()
  const text = typed.trim().slice(0, 200)
  const { data } = useQuery({
    queryKey: [...keys.search, 'discussions', text],
    queryFn: async ({ signal }) => {
      if (text === '') return (await client.discussions.list({ view: 'all', limit: latestShown }, { signal })).items
      const { items } = await client.search.suggest({ text, kinds: ['discussion'], limit: foundShown }, { signal })
      const read = items.map(({ value }) => client.discussions.get({ id: value }, { signal }).catch(() => null))
      return (await Promise.all(read)).filter((item) => item !== null)
    },
    placeholderData: (before) => before,
  })
  return data ?? []
}
