import { useQuery } from '@tanstack/react-query'
import { Check, Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  SearchField,
  Text,
  useFilter,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { type Tag, type TagSummary, tag as tagSchema, toProblem } from '../../core/defs/index.ts'
import { keys, useClient } from '../client/index.ts'
import { classNames, TagDot } from '../components/index.ts'
import type { Tagged } from './subject.ts'
import { useToasts } from './Toasts.tsx'
import styles from './tagging.module.css'
import { useActions } from './use-actions.ts'
import { useTags } from './use-tags.ts'

const c = classNames(styles)

const colours = tagSchema.shape.colour.options
const longestName = 100
const createKey = 'create'

interface Props {
  readonly tagged: Tagged
  readonly onDone: () => void
}

/** Tags to choose from, those that are on marked; what is typed narrows them, and makes a new one. */
export function TagMenu({ tagged, onDone }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const actions = useActions()
  const toasts = useToasts()
  const { items } = useTags()
  const { contains } = useFilter({ sensitivity: 'base' })
  const [typed, setTyped] = useState('')
  const suggested = useSuggested(tagged.messageId)
  const name = typed.trim().slice(0, longestName)
  const isNew = name !== '' && !items.some((tag) => tag.name.toLocaleLowerCase() === name.toLocaleLowerCase())

  const toggle = (tag: Pick<Tag, 'id' | 'name'>) => {
    const on = tagged.tagIds.every((ids) => ids.includes(tag.id))
    actions.tag(tagged.on, { add: on ? [] : [tag.id], remove: on ? [tag.id] : [], name: tag.name })
    onDone()
  }
  const create = () => {
    const colour = colours[items.length % colours.length] ?? 'grey'
    client.tags.create({ name, colour }).then(toggle, (thrown: unknown) => {
      toasts.show(toProblem(thrown).message, { tone: 'danger' })
      onDone()
    })
  }
  const choose = (key: unknown) => {
    if (key === createKey) return create()
    const id = String(key).replace(/^suggested /, '')
    const tag = items.find((other) => other.id === id)
    if (tag) toggle(tag)
  }
  const offered = items.filter(({ id }) => suggested.has(id) && !tagged.tagIds.every((ids) => ids.includes(id)))
  return (
    <Dialog aria-label={t('shell.tags.menu')} className={c('dialog')}>
      <Autocomplete filter={(text, input) => contains(text, input)} inputValue={typed} onInputChange={setTyped}>
        <SearchField aria-label={t('shell.tags.find')} autoFocus className={c('search')}>
          <Input placeholder={t('shell.tags.find')} maxLength={longestName} />
        </SearchField>
        <Menu
          aria-label={t('shell.tags.title')}
          className={c('menu')}
          onAction={choose}
          renderEmptyState={() => <p className={c('none')}>{t('shell.tags.none')}</p>}
        >
          {offered.length > 0 && (
            <MenuSection>
              <Header className={c('header')}>{t('shell.tags.suggested')}</Header>
              {offered.map((tag) => (
                <MenuItem key={tag.id} id={`suggested ${tag.id}`} textValue={tag.name} className={c('item')}>
                  <Mark state="off" />
                  <TagDot colour={tag.colour} />
                  <Text slot="label" className={c('name')}>
                    {tag.name}
                  </Text>
                  <Text slot="description" className={c('because')}>
                    {suggested.get(tag.id)}
                  </Text>
                </MenuItem>
              ))}
            </MenuSection>
          )}
          {items.map((tag) => (
            <TagItem key={tag.id} tag={tag} tagIds={tagged.tagIds} />
          ))}
          {isNew && (
            <MenuItem id={createKey} textValue={typed} className={c('item')}>
              <Plus />
              <Text slot="label" className={c('name')}>
                {t('shell.tags.create', { name })}
              </Text>
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </Dialog>
  )
}

function TagItem({ tag, tagIds }: { readonly tag: TagSummary; readonly tagIds: Tagged['tagIds'] }) {
  const { t } = useTranslation()
  const count = tagIds.filter((ids) => ids.includes(tag.id)).length
  const state = count === 0 ? 'off' : count === tagIds.length ? 'on' : 'some'
  return (
    <MenuItem
      id={tag.id}
      textValue={tag.name}
      aria-label={state === 'off' ? tag.name : t(`shell.tags.${state}`, { name: tag.name })}
      className={c('item')}
    >
      <Mark state={state} />
      <TagDot colour={tag.colour} />
      <Text slot="label" className={c('name')}>
        {tag.name}
      </Text>
    </MenuItem>
  )
}

function Mark({ state }: { readonly state: 'on' | 'off' | 'some' }) {
  return <span className={c('mark')}>{state === 'on' ? <Check /> : state === 'some' && <Minus />}</span>
}

/** Tags that the user gave to messages like this one, each with the reason. */
function useSuggested(messageId: string | null): ReadonlyMap<string, string> {
  const client = useClient()
  const { data } = useQuery({
    queryKey: [...keys.tags, 'suggest', messageId],
    queryFn: ({ signal }) => client.tags.suggest({ messageId: messageId ?? '' }, { signal }),
    enabled: messageId !== null,
  })
  return new Map(data?.items.map(({ tagId, because }) => [tagId, because]))
}
