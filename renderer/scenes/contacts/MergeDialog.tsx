import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Contact, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, Dialog, SelectField } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { useToasts } from '../../window/index.ts'
import { ContactPhoto } from './ContactPhoto.tsx'
import styles from './contacts.module.css'

const c = classNames(styles)

interface Props {
  readonly contact: Contact
  readonly otherId: string
  readonly onClose: () => void
}

/** Two cards side by side: lists are put together, of the name and the picture one is chosen. */
export function MergeDialog({ contact, otherId, onClose }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const toasts = useToasts()
  const { data: other } = useQuery({
    queryKey: [...keys.contacts, 'get', otherId],
    queryFn: ({ signal }) => client.contacts.get({ id: otherId }, { signal }),
  })
  const [nameOf, setNameOf] = useState(contact.id)
  const [photoOf, setPhotoOf] = useState(contact.photo ? contact.id : otherId)
  if (other === undefined) return null
  const both = [contact, other]
  const failed = (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' })
  const merge = () => {
    client.contacts
      .merge({ ids: [contact.id, otherId], into: contact.id, choose: { name: nameOf, photo: photoOf } })
      .then(({ contactId, actionId }) => {
        toasts.showUndo(t('contacts.didMerge', { name: other.name.full }), () => {
          client.actions.undo({ actionId }).catch(failed)
        })
        navigate({ name: 'contact', id: contactId }, { replace: true })
        onClose()
      }, failed)
  }
  const choices = both.map(({ id, name }) => ({ key: id, label: name.full }))
  return (
    <Dialog title={t('contacts.compareTitle')} isOpen onClose={onClose} fitted>
      <div className={c('compare')}>
        {both.map((one) => (
          <section key={one.id} aria-label={one.name.full}>
            <ContactPhoto contact={one} />
            <h3>
              <bdi>{one.name.full}</bdi>
            </h3>
            <ul>
              {[
                ...new Set([
                  ...one.emails.map(({ address }) => address),
                  ...one.phones.map(({ number }) => number),
                  ...one.ims.map(({ address }) => address),
                  ...one.organisations.map(({ name }) => name),
                ]),
              ].map((text) => (
                <li key={text}>
                  <bdi>{text}</bdi>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className={c('choices')}>
        <SelectField label={t('contacts.keepName')} value={nameOf} choices={choices} onChange={setNameOf} />
        {both.some(({ photo }) => photo !== null) && (
          <SelectField label={t('contacts.keepPhoto')} value={photoOf} choices={choices} onChange={setPhotoOf} />
        )}
      </div>
      <p className={c('quiet')}>{t('contacts.mergeText')}</p>
      <div className={c('buttons')}>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" onPress={merge}>
          {t('contacts.mergeAction')}
        </Button>
      </div>
    </Dialog>
  )
}
