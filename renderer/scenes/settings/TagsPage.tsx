import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TagSummary, tagColour } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import {
  Button,
  ConfirmDialog,
  classNames,
  ErrorNotice,
  IconButton,
  SelectField,
  TagDot,
  TextField,
} from '../../components/index.ts'
import { countText, levelText, useLocale } from '../../language/index.ts'
import { useTags } from '../../window/index.ts'
import { levels } from './levels.ts'
import styles from './settings.module.css'
import { useEdit } from './use-edit.ts'

const c = classNames(styles)

/** Tags: their names, colours, and how much importance they add. */
export function TagsPage() {
  const { t } = useTranslation()
  const client = useClient()
  const { items } = useTags()
  const [name, setName] = useState('')
  const { run, running, problem } = useEdit(keys.tags)
  const make = () => {
    const wanted = name.trim()
    if (wanted !== '')
      run(
        () => client.tags.create({ name: wanted }),
        () => setName(''),
      )
  }
  return (
    <>
      <p className={c('quiet')}>{t('settings.tags.text')}</p>
      {problem && <ErrorNotice error={problem} alert />}
      <div className={c('password')}>
        <TextField
          label={t('settings.tags.new')}
          value={name}
          maxLength={100}
          onChange={setName}
          onKeyDown={(event) => (event.key === 'Enter' ? make() : event.continuePropagation())}
        />
        <Button icon={<Plus />} isDisabled={running || name.trim() === ''} onPress={make}>
          {t('settings.tags.make')}
        </Button>
      </div>
      {items.length === 0 && <p className={c('quiet')}>{t('settings.tags.none')}</p>}
      {items.map((tag) => (
        <TagCard key={tag.id} tag={tag} />
      ))}
    </>
  )
}

function TagCard({ tag }: { readonly tag: TagSummary }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const { run, problem } = useEdit(keys.tags)
  const [name, setName] = useState(tag.name)
  const [removing, setRemoving] = useState(false)
  const { id, colour, importance, kind, keyword, messages } = tag
  const rename = () => {
    const wanted = name.trim()
    if (wanted === '') setName(tag.name)
    else if (wanted !== tag.name) run(() => client.tags.update({ id, from: { name: tag.name }, set: { name: wanted } }))
  }
  return (
    <div className={c('card', 'cardBody')}>
      {problem && <ErrorNotice error={problem} alert />}
      <div className={c('tag')}>
        <TagDot colour={colour} />
        <TextField
          label={t('settings.tags.name')}
          value={name}
          maxLength={100}
          isReadOnly={kind === 'system'}
          onChange={setName}
          onBlur={rename}
          onKeyDown={(event) => (event.key === 'Enter' ? rename() : event.continuePropagation())}
        />
        <SelectField
          label={t('settings.tags.colour')}
          value={colour}
          choices={tagColour.options.map((key) => ({ key, label: t(`settings.tags.colours.${key}`) }))}
          onChange={(next) => run(() => client.tags.update({ id, from: { colour }, set: { colour: next } }))}
        />
        <SelectField
          label={t('settings.tags.importance')}
          value={String(importance)}
          choices={levels.map((level) => ({ key: String(level), label: levelText(level, locale) }))}
          onChange={(next) =>
            run(() => client.tags.update({ id, from: { importance }, set: { importance: Number(next) } }))
          }
        />
        {kind !== 'system' && (
          <IconButton label={t('settings.tags.remove', { name: tag.name })} onPress={() => setRemoving(true)}>
            <Trash2 />
          </IconButton>
        )}
      </div>
      <p className={c('quiet')}>
        {[
          t('settings.tags.messages', { count: messages, shown: countText(messages, locale) }),
          t(`settings.tags.kind.${kind}`),
          keyword !== null && t('settings.tags.keyword', { keyword }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ConfirmDialog
        title={t('settings.tags.removeTitle', { name: tag.name })}
        text={t('settings.tags.removeText', { count: messages, shown: countText(messages, locale) })}
        action={t('settings.tags.remove', { name: tag.name })}
        isOpen={removing}
        onClose={() => setRemoving(false)}
        onConfirm={() => run(() => client.tags.remove({ id }))}
      />
    </div>
  )
}
