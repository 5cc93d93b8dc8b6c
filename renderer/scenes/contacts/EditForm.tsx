import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../core/defs/index.ts'
import { classNames, ErrorNotice, TextField } from '../../components/index.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import styles from './contacts.module.css'
import { EntryList } from './EntryList.tsx'
import { SavedField } from './SavedField.tsx'
import { useFieldSave } from './use-field-save.ts'

const c = classNames(styles)

const nameParts = ['prefix', 'given', 'additional', 'family', 'suffix'] as const

/** A contact being changed. Each field is saved when it is left; there is no "save". */
export function EditForm({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const { save, settle, problem, conflicts } = useFieldSave(contact)
  const { name, emails, phones, organisations, notes, groups } = contact
  const work = organisations[0]
  const note = notes[0]
  return (
    <div className={c('form')}>
      {problem && <ErrorNotice error={problem} alert />}
      {conflicts.map((conflict) => (
        <ConflictNotice key={conflict.field} conflict={conflict} onSettle={(keep) => settle(conflict, keep)} />
      ))}
      <SavedField
        label={t('contacts.field.full')}
        value={name.full}
        onSave={(full) => save('name', { full: name.full }, { full })}
      />
      <div className={c('parts')}>
        {nameParts.map((part) => (
          <SavedField
            key={part}
            label={t(`contacts.field.${part}`)}
            value={name[part]}
            onSave={(text) => save('name', { [part]: name[part] }, { [part]: text })}
          />
        ))}
      </div>
      <SavedField
        label={t('contacts.field.nicknames')}
        value={contact.nicknames.join(', ')}
        onSave={(text) => save('nicknames', contact.nicknames, listOf(text))}
      />
      <EntryList
        label={t('contacts.field.emails')}
        add={t('contacts.addEmail')}
        entries={emails.map(({ address }) => address)}
        isReadOnly={contact.own}
        onChange={(next) =>
          save(
            'emails',
            emails,
            next.map(
              (address) =>
                emails.find((one) => one.address === address) ?? {
                  address,
                  label: '',
                  types: [],
                  preferred: false,
                  written: null,
                },
            ),
          )
        }
      />
      {contact.own && <p className={c('quiet')}>{t('contacts.ownAddresses')}</p>}
      <EntryList
        label={t('contacts.field.phones')}
        add={t('contacts.addPhone')}
        entries={phones.map(({ number }) => number)}
        onChange={(next) =>
          save(
            'phones',
            phones,
            next.map(
              (number) =>
                phones.find((one) => one.number === number) ?? {
                  number,
                  e164: null,
                  label: '',
                  types: [],
                  preferred: false,
                  written: null,
                },
            ),
          )
        }
      />
      <div className={c('parts')}>
        <SavedField
          label={t('contacts.field.organisation')}
          value={work?.name ?? ''}
          onSave={(text) => save('organisations', organisations, withFirst(organisations, { name: text }))}
        />
        <SavedField
          label={t('contacts.field.title')}
          value={work?.title ?? ''}
          onSave={(text) => save('organisations', organisations, withFirst(organisations, { title: text }))}
        />
      </div>
      <SavedField
        label={t('contacts.field.groups')}
        value={groups.join(', ')}
        onSave={(text) => save('groups', groups, listOf(text))}
      />
      <SavedField
        label={t('contacts.notes')}
        value={note?.text ?? ''}
        rows={4}
        onSave={(text) =>
          save('notes', notes, [...(text === '' ? [] : [{ text, written: note?.written ?? null }]), ...notes.slice(1)])
        }
      />
      {contact.uid !== '' && <TextField label="UID" value={contact.uid} isReadOnly mono />}
    </div>
  )
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
]

type Organisations = Contact['organisations']

/** The first place of work changed; gone when nothing of it is left. */
function withFirst([first, ...others]: Organisations, change: Partial<Organisations[number]>): Organisations {
  const next = { name: '', department: '', title: '', role: '', written: {}, ...first, ...change }
  const empty = next.name + next.department + next.title + next.role === ''
  return empty ? others : [next, ...others]
}
