import { useTranslation } from 'react-i18next'
import { classNames } from '../../components/index.ts'
import { ListAndPane, useLayout } from '../../window/index.ts'
import { ContactCard } from './ContactCard.tsx'
import { ContactList } from './ContactList.tsx'
import styles from './contacts.module.css'

const c = classNames(styles)

/** The address book, and beside it the card that is open. */
export function ContactsScene({ openId }: { readonly openId: string | null }) {
  const { t } = useTranslation()
  const { width } = useLayout()
  return (
    <ListAndPane
      opened={openId !== null}
      paneLabel={t('contacts.card')}
      list={<ContactList openId={openId} />}
      pane={
        openId === null ? (
          <p className={c('empty')}>{t('contacts.choose')}</p>
        ) : (
          <ContactCard key={openId} id={openId} alone={width === 'single'} />
        )
      }
    />
  )
}
