import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Ellipsis, Eye, Merge, PenLine, Trash2, Undo2, UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import {
  Button,
  classNames,
  ErrorNotice,
  IconButton,
  Menu,
  MenuItem,
  MenuSeparator,
  TagChip,
} from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { useInspector, useTags } from '../../window/index.ts'
import { ContactPhoto } from './ContactPhoto.tsx'
import styles from './contacts.module.css'
import { EditForm } from './EditForm.tsx'
import { Keys } from './Keys.tsx'
import { MergeBar } from './MergeBar.tsx'
import { Side } from './Side.tsx'
import { useContactActions } from './use-contact-actions.ts'
import { useWriteTo } from './use-write-to.ts'
import { Ways } from './Ways.tsx'

const c = classNames(styles)

interface Props {
  readonly id: string
  /** the list is not beside it */
  readonly alone: boolean
}

/** One contact: how to reach them, what is known, and how private it is to write to them. */
export function ContactCard({ id, alone }: Props) {
  const client = useClient()
  const { data: contact, error } = useQuery({
    queryKey: [...keys.contacts, 'get', id],
    queryFn: ({ signal }) => client.contacts.get({ id }, { signal }),
  })
  const [editing, setEditing] = useState(false)
  if (error) {
    return (
      <div className={c('trouble')}>
        <ErrorNotice error={error} />
      </div>
    )
  }
  if (contact === undefined) return null
  return (
    <article aria-label={contact.name.full} className={c('card', alone && 'alone')}>
      <Head contact={contact} alone={alone} editing={editing} onEdit={setEditing} />
      {!editing && !contact.own && <MergeBar contact={contact} />}
      {editing ? (
        <EditForm key={contact.id} contact={contact} />
      ) : (
        <div className={c('columns')}>
          <div className={c('main')}>
            <Ways contact={contact} />
            <Keys contact={contact} />
            <Facts contact={contact} />
          </div>
          <Side contact={contact} />
        </div>
      )}
    </article>
  )
}

interface HeadProps {
  readonly contact: Contact
  readonly alone: boolean
  readonly editing: boolean
  readonly onEdit: (editing: boolean) => void
}

function Head({ contact, alone, editing, onEdit }: HeadProps) {
  const { t } = useTranslation()
  const { byId } = useTags()
  const actions = useContactActions(contact)
  const inspector = useInspector()
  const writeTo = useWriteTo()
  const address = (contact.emails.find(({ preferred }) => preferred) ?? contact.emails[0])?.address
  const { nicknames, organisations, tagIds } = contact
  const work = organisations[0]
  const role = [work?.title || work?.role, work?.name].filter(Boolean).join(', ')
  return (
    <header className={c('top')}>
      {alone && (
        <IconButton label={t('common.back')} onPress={() => navigate({ name: 'contacts' })}>
          <ArrowLeft />
        </IconButton>
      )}
      <ContactPhoto contact={contact} />
      <div className={c('who')}>
        <h1>
          <bdi>{contact.name.full}</bdi> {nicknames.length > 0 && <small>{nicknames.join(', ')}</small>}
        </h1>
        {role && <p dir="auto">{role}</p>}
        {contact.own && <p>{t('contacts.ownText')}</p>}
        {!contact.own && !contact.confirmed && <p>{t('contacts.collected')}</p>}
        <div className={c('tags')}>
          {tagIds.flatMap((id) => {
            const tag = byId.get(id)
            return tag ? <TagChip key={id} tag={tag} /> : []
          })}
          {contact.groups.map((group) => (
            <span key={group} className={c('group')}>
              <bdi>{group}</bdi>
            </span>
          ))}
        </div>
      </div>
      {editing ? (
        <Button look="primary" onPress={() => onEdit(false)}>
          {t('contacts.done')}
        </Button>
      ) : (
        <>
          {address && !contact.own && (
            <Button look="primary" icon={<PenLine />} onPress={() => writeTo({ address, label: contact.name.full })}>
              {t('contacts.write')}
            </Button>
          )}
          {!contact.confirmed && !contact.own && (
            <Button icon={<UserRoundCheck />} onPress={actions.confirm}>
              {t('contacts.confirm')}
            </Button>
          )}
          <Button onPress={() => onEdit(true)}>{t('contacts.edit')}</Button>
          <Menu
            label={t('common.more')}
            trigger={
              <IconButton label={t('common.more')}>
                <Ellipsis />
              </IconButton>
            }
          >
            <MenuItem icon={<Eye />} onAction={() => inspector.open({ kind: 'contact', id: contact.id })}>
              {t('contacts.why')}
            </MenuItem>
            <MenuItem icon={<Merge />} onAction={actions.exportCard}>
              {t('contacts.exportOne')}
            </MenuItem>
            <MenuItem icon={<Undo2 />} onAction={actions.unmerge}>
              {t('contacts.unmerge')}
            </MenuItem>
            {!contact.own && <MenuSeparator />}
            {!contact.own && (
              <MenuItem icon={<Trash2 />} onAction={actions.remove}>
                {t('contacts.remove')}
              </MenuItem>
            )}
          </Menu>
        </>
      )}
    </header>
  )
}

/** What is left: postal addresses, dates, links, notes. */
function Facts({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const { postals, dates, urls, notes, members } = contact
  const lines = [
    ...postals.map((one) => ({
      name: t('contacts.postal'),
      text: [one.street, one.extended, `${one.code} ${one.locality}`.trim(), one.region, one.country]
        .filter(Boolean)
        .join('\n'),
    })),
    ...dates.map(({ kind, date, label }) => ({ name: label || t(`contacts.date.${kind}`), text: date })),
    ...urls.map(({ url, label }) => ({ name: label || t('contacts.url'), text: url })),
    ...(members.length > 0 ? [{ name: t('contacts.members'), text: String(members.length) }] : []),
  ]
  return (
    <>
      {lines.length > 0 && (
        <section aria-label={t('contacts.facts')}>
          <h2>{t('contacts.facts')}</h2>
          <dl className={c('facts')}>
            {lines.map(({ name, text }) => (
              <div key={`${name} ${text}`}>
                <dt>{name}</dt>
                <dd dir="auto">{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {notes.length > 0 && (
        <section aria-label={t('contacts.notes')}>
          <h2>{t('contacts.notes')}</h2>
          {notes.map(({ text }) => (
            <p key={text} dir="auto" className={c('note')}>
              {text}
            </p>
          ))}
        </section>
      )}
    </>
  )
}
