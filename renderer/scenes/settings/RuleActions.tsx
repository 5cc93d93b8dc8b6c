import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RuleAction } from '../../../core/defs/index.ts'
import { classNames, IconButton, SelectField } from '../../components/index.ts'
import { levelText, useLocale } from '../../language/index.ts'
import { useMailboxes, useTags } from '../../window/index.ts'
import { levels } from './levels.ts'
import styles from './settings.module.css'

const c = classNames(styles)

type Kind = RuleAction['kind']
const kinds = [
  'tag',
  'importance',
  'archive',
  'move',
  'junk',
  'bin',
  'seen',
  'never-notify',
] as const satisfies readonly Kind[]

interface Props {
  readonly actions: readonly RuleAction[]
  readonly onChange: (actions: RuleAction[]) => void
}

/** What a rule does, one line each. */
export function RuleActions({ actions, onChange }: Props) {
  const { t } = useTranslation()
  const { items: tags } = useTags()
  const { items: mailboxes } = useMailboxes()
  const replace = (at: number, action: RuleAction) => onChange(actions.map((one, i) => (i === at ? action : one)))
  const begin = (kind: Kind): RuleAction | null => {
    const tag = tags[0]
    const mailbox = mailboxes.find(({ selectable }) => selectable)
    switch (kind) {
      case 'tag':
        return tag ? { kind, tagId: tag.id } : null
      case 'importance':
        return { kind, to: 0 }
      case 'move':
        return mailbox ? { kind, mailboxId: mailbox.id } : null
      case 'archive':
      case 'junk':
      case 'bin':
      case 'seen':
      case 'never-notify':
        return { kind }
    }
  }
  const addable = kinds.filter((kind) => kind === 'tag' || !actions.some((action) => action.kind === kind))
  return (
    <fieldset className={c('actions')}>
      <legend>{t('settings.rules.actions')}</legend>
      {actions.map((action, at) => (
        <div key={`${action.kind} ${action.kind === 'tag' ? action.tagId : ''}`} className={c('action')}>
          <ActionField action={action} onChange={(next) => replace(at, next)} />
          <IconButton label={t('settings.rules.takeAway')} onPress={() => onChange(actions.filter((_, i) => i !== at))}>
            <X />
          </IconButton>
        </div>
      ))}
      <SelectField<Kind | 'none'>
        label={t('settings.rules.add')}
        value="none"
        choices={[
          { key: 'none', label: t('settings.rules.choose') },
          ...addable.map((kind) => ({ key: kind, label: t(`settings.rules.action.${kind}`) })),
        ]}
        onChange={(kind) => {
          const action = kind === 'none' ? null : begin(kind)
          if (action) onChange([...actions, action])
        }}
      />
    </fieldset>
  )
}

function ActionField({
  action,
  onChange,
}: {
  readonly action: RuleAction
  readonly onChange: (action: RuleAction) => void
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { items: tags } = useTags()
  const { items: mailboxes } = useMailboxes()
  const label = t(`settings.rules.action.${action.kind}`)
  switch (action.kind) {
    case 'tag':
      return (
        <SelectField
          label={label}
          value={action.tagId}
          choices={tags.map(({ id, name }) => ({ key: id, label: name }))}
          onChange={(tagId) => onChange({ kind: 'tag', tagId })}
        />
      )
    case 'importance':
      return (
        <SelectField
          label={label}
          value={String(action.to)}
          choices={levels.map((level) => ({ key: String(level), label: levelText(level, locale) }))}
          onChange={(to) => onChange({ kind: 'importance', to: Number(to) })}
        />
      )
    case 'move':
      return (
        <SelectField
          label={label}
          value={action.mailboxId}
          choices={mailboxes
            .filter(({ selectable }) => selectable)
            .map(({ id, path, delimiter }) => ({ key: id, label: path.replaceAll(delimiter || '/', ' / ') }))}
          onChange={(mailboxId) => onChange({ kind: 'move', mailboxId })}
        />
      )
    case 'archive':
    case 'junk':
    case 'bin':
    case 'seen':
    case 'never-notify':
      return <span>{label}</span>
  }
}
