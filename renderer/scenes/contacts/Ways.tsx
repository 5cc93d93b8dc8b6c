import { AtSign, Mail, MessageSquare, Smartphone } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import styles from './contacts.module.css'
import { useWriteTo } from './use-write-to.ts'

const c = classNames(styles)

interface Way {
  readonly key: string
  readonly icon: ReactNode
  readonly what: string
  readonly details: string
  readonly preferred: boolean
  readonly write: (() => void) | null
}

/** Every way to reach somebody, the preferred ones first. */
export function Ways({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const writeTo = useWriteTo()
  const details = (one: { label: string; types: readonly string[]; preferred: boolean }, more = '') =>
    [one.preferred ? t('contacts.preferred') : '', one.label || one.types.map(typeName).join(', '), more]
      .filter(Boolean)
      .join(' · ')
  const typeName = (type: string): string => {
    switch (type) {
      case 'home':
        return t('contacts.type.home')
      case 'work':
        return t('contacts.type.work')
      case 'cell':
        return t('contacts.type.cell')
      default:
        return type
    }
  }
  const ways: Way[] = [
    ...contact.emails.map((one) => ({
      key: `mail ${one.address}`,
      icon: <Mail />,
      what: one.address,
      details: details(one),
      preferred: one.preferred,
      write: () => writeTo({ address: one.address, label: contact.name.full }),
    })),
    ...contact.phones.map((one) => ({
      key: `phone ${one.number}`,
      icon: <Smartphone />,
      what: one.number,
      details: details(one),
      preferred: one.preferred,
      write: null,
    })),
    ...contact.ims.map((one) => ({
      key: `im ${one.protocol} ${one.address}`,
      icon: <MessageSquare />,
      what: one.address,
      details: details(one, one.protocol),
      preferred: one.preferred,
      write: null,
    })),
    ...contact.socials.map((one) => ({
      key: `social ${one.service} ${one.address}`,
      icon: <AtSign />,
      what: one.address,
      details: details(one, one.service),
      preferred: one.preferred,
      write: null,
    })),
  ].toSorted((a, b) => Number(b.preferred) - Number(a.preferred))
  return (
    <section aria-label={t('contacts.ways')}>
      <h2>{t('contacts.ways')}</h2>
      {ways.length === 0 && <p className={c('quiet')}>{t('contacts.noWays')}</p>}
      <ul>
        {ways.map((way) => (
          <li key={way.key} className={c('way')}>
            {way.icon}
            <span className={c('words')}>
              {way.write ? (
                <button type="button" className={c('reach')} onClick={way.write}>
                  <bdi>{way.what}</bdi>
                </button>
              ) : (
                <bdi>{way.what}</bdi>
              )}
              <span className={c('details')}>{way.details}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
