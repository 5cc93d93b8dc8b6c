import { useTranslation } from 'react-i18next'
import { classNames, Splitter } from '../../components/index.ts'
import { listWidths, useLayout } from '../../window/index.ts'
import { ContactCard } from './ContactCard.tsx'
import { ContactList } from './ContactList.tsx'
import styles from './contacts.module.css'

const c = classNames(styles)

/** The address book, and beside it the card that is open. */
export function ContactsScene({ openId }: { readonly openId: string | null }) {
  const { t } = useTranslation()
  const { width, listPx, resizeList } = useLayout()
  const single = width === 'single'
  return (
    <div className={c('scene', single && 'single')} style={{ '--list-now': `${listPx}px` }}>
      {(!single || openId === null) && <ContactList openId={openId} />}
      {(!single || openId !== null) && (
        <section aria-label={t('contacts.card')} data-pane="reading" className={c('pane')}>
          {!single && (
            <Splitter
              label={t('shell.listWidth')}
              width={listPx}
              min={listWidths.min}
              max={listWidths.max}
              initial={listWidths.initial}
              onResize={resizeList}
            />
          )}
          {openId === null ? (
            <p className={c('empty')}>{t('contacts.choose')}</p>
          ) : (
            <ContactCard key={openId} id={openId} alone={single} />
          )}
        </section>
      )}
    </div>
  )
}
