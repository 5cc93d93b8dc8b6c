import { ChevronDown, Mail } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Recipient } from '../../../core/defs/index.ts'
import { classNames, Menu, MenuItem } from '../../components/index.ts'
import { useAccounts } from '../../window/index.ts'
import styles from './composer.module.css'
import { RecipientField } from './RecipientField.tsx'
import { withoutRecipient } from './recipients.ts'
import type { ComposerState, FieldName } from './use-composer.ts'
import { WouldBe } from './WouldBe.tsx'

const c = classNames(styles)

type PeopleName = Exclude<FieldName, 'from'>

/** From, To, Cc, Bcc, subject. Docked, one line says who it goes to until it is opened. */
export function Fields({ composer, docked }: { readonly composer: ComposerState; readonly docked: boolean }) {
  const { t } = useTranslation()
  const { content, shown } = composer
  const names = [...content.to, ...content.cc, ...content.bcc].map(({ label, address }) => label || address)
  if (docked && !shown.fields && names.length > 0) {
    return (
      <div className={c('summary')}>
        <Button className={c('summaryButton')} onPress={() => composer.show('fields')}>
          <span className={c('quiet')}>{t('composer.to')}</span> <bdi>{names.join(', ')}</bdi>
        </Button>
        <span className={c('subjectShort')}>{content.subject}</span>
        <WouldBe content={content} attachments={composer.draft.attachments} />
      </div>
    )
  }
  // A chip dropped on one field leaves the one it came from; both change in the same edit.
  const moved = (target: PeopleName, people: Recipient[], taken: Recipient | null) => {
    const rest = (field: PeopleName) =>
      taken === null || field === target ? content[field] : withoutRecipient(content[field], taken)
    composer.edit({ to: rest('to'), cc: rest('cc'), bcc: rest('bcc'), [target]: people })
  }
  const field = (name: PeopleName, autoFocus = false) => (
    <PeopleField
      name={name}
      label={t(`composer.${name}`)}
      people={content[name]}
      autoFocus={autoFocus}
      onPeople={(people, taken) => moved(name, people, taken)}
      end={
        name === 'to' && (!shown.cc || !shown.bcc) ? (
          <span className={c('copies')}>
            {!shown.cc && <Button onPress={() => composer.show('cc')}>{t('composer.cc')}</Button>}
            {!shown.bcc && <Button onPress={() => composer.show('bcc')}>{t('composer.bcc')}</Button>}
          </span>
        ) : null
      }
    />
  )
  return (
    <div className={c('fields')}>
      <FromField composer={composer} />
      {field('to', !docked && names.length === 0)}
      {shown.cc && field('cc')}
      {shown.bcc && field('bcc')}
      <label className={c('line')}>
        <span className={c('key')}>{t('composer.subject')}</span>
        <input
          value={content.subject}
          dir="auto"
          className={c('subject')}
          onChange={(event) => composer.edit({ subject: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
            event.preventDefault()
            composer.editor.current?.focus()
          }}
        />
      </label>
    </div>
  )
}

interface PeopleProps {
  readonly name: PeopleName
  readonly label: string
  readonly people: readonly Recipient[]
  readonly autoFocus: boolean
  readonly end: React.ReactNode
  readonly onPeople: (people: Recipient[], taken: Recipient | null) => void
}

function PeopleField({ onPeople, ...rest }: PeopleProps) {
  let taken: Recipient | null = null
  return (
    <RecipientField
      {...rest}
      onTake={(person) => {
        taken = person
      }}
      onChange={(people) => onPeople(people, taken)}
    />
  )
}

function FromField({ composer }: { readonly composer: ComposerState }) {
  const { t } = useTranslation()
  const { items: accounts } = useAccounts()
  const { accountId } = composer.content
  const account = accounts.find(({ id }) => id === accountId)
  return (
    <div className={c('line')} data-field="from">
      <span className={c('key')}>{t('composer.from')}</span>
      <Menu
        label={t('composer.from')}
        trigger={
          <Button
            className={c('from')}
            aria-label={t('composer.fromNow', { name: account?.address ?? t('composer.noAccount') })}
          >
            <Mail />
            <bdi>{account?.name || account?.label}</bdi>
            <span className={c('quiet')}>{account?.address ?? t('composer.noAccount')}</span>
            <ChevronDown />
          </Button>
        }
      >
        {accounts.map(({ id, name, label, address }) => (
          <MenuItem key={id} hint={address} onAction={() => composer.changeAccount(id)}>
            {name || label}
          </MenuItem>
        ))}
      </Menu>
    </div>
  )
}
