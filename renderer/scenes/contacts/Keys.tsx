import { KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Contact, ContactKey } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import { useLocale } from '../../language/index.ts'
import styles from './contacts.module.css'

const c = classNames(styles)

/** Public keys, with their fingerprints in fours. */
export function Keys({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  if (contact.keys.length === 0) return null
  return (
    <section aria-label={t('contacts.keys')}>
      <h2>{t('contacts.keys')}</h2>
      <ul>
        {contact.keys.map((key) => (
          <KeyItem key={key.id} item={key} />
        ))}
      </ul>
    </section>
  )
}

function KeyItem({ item }: { readonly item: ContactKey }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const day = (ms: number) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(ms)
  const facts = [
    item.addresses.length > 0 && t('contacts.keyFor', { addresses: item.addresses.join(', ') }),
    item.expiresAtMs !== null && t('contacts.keyUntil', { date: day(item.expiresAtMs) }),
    t(`contacts.keyFrom.${item.source}`),
  ].filter(Boolean)
  return (
    <li className={c('key')}>
      <div className={c('keyHead')}>
        <KeyRound />
        <b>{item.kind === 'openpgp' ? 'OpenPGP' : 'S/MIME'}</b>
        <span>{t(item.verified === 'compared' ? 'contacts.keyCompared' : 'contacts.keyNotCompared')}</span>
      </div>
      {item.fingerprint && <code>{item.fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>}
      <p>{facts.join(' · ')}</p>
    </li>
  )
}
