import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, PrivacyGlyph, privacyWord } from '../../components/index.ts'
import { countText, rowTime, useLocale } from '../../language/index.ts'
import { Link } from '../../routing/index.ts'
import { useInspector } from '../../window/index.ts'
import styles from './contacts.module.css'

const c = classNames(styles)

const recentRows = 5
const facets = ['technic', 'context', 'comportment'] as const

/** Privacy with somebody, what was exchanged over time, and the latest of it. */
export function Side({ contact }: { readonly contact: Contact }) {
  return (
    <div className={c('side')}>
      <PrivacyWith contact={contact} />
      {!contact.own && <Exchanged contact={contact} />}
      {!contact.own && <Recent contact={contact} />}
    </div>
  )
}

function PrivacyWith({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const client = useClient()
  const inspector = useInspector()
  const kind = contact.own ? 'own' : 'contact'
  const { data } = useQuery({
    queryKey: keys.privacyOf(kind, contact.id),
    queryFn: ({ signal }) => client.privacy.explain({ kind, ids: [contact.id] }, { signal }),
  })
  const explained = data?.items[0]
  if (explained === undefined) return null
  const { technic, context, comportment, overall } = explained
  const index = { technic: technic.score, context: context.score, comportment: comportment.score, overall }
  return (
    <section aria-label={t('contacts.privacy')}>
      <div className={c('title')}>
        <h2>{t('contacts.privacy')}</h2>
        <b>{t(`common.privacy.word.${privacyWord(overall)}`)}</b>
      </div>
      <div className={c('box')}>
        <PrivacyGlyph index={index} coloured decorative />
        {facets.map((facet) => (
          <div key={facet} className={c('bar', facet)}>
            <span>{t(`inspector.facet.${facet}`)}</span>
            <i style={{ '--points': index[facet] }} />
            <b>{index[facet]}</b>
          </div>
        ))}
        {!contact.own && (
          <Button size="small" look="quiet" onPress={() => inspector.open({ kind: 'contact', id: contact.id })}>
            {t('contacts.readWhy')}
          </Button>
        )}
      </div>
    </section>
  )
}

function Exchanged({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const { data } = useQuery({
    queryKey: [...keys.contacts, 'exchange', contact.id],
    queryFn: ({ signal }) => client.contacts.exchange({ id: contact.id }, { signal }),
  })
  if (data === undefined || data.sent + data.received === 0) return null
  const most = Math.max(1, ...data.months.map(({ sent, received }) => sent + received))
  const total = data.sent + data.received
  return (
    <section aria-label={t('contacts.exchanged')}>
      <h2>{t('contacts.exchanged')}</h2>
      <p className={c('quiet')}>
        {t(data.more ? 'contacts.exchangedMore' : 'contacts.exchangedCount', {
          count: total,
          shown: countText(total, locale),
        })}
      </p>
      <div aria-hidden="true" className={c('months')}>
        {data.months.map(({ month, sent, received }) => (
          <i key={month} title={month} style={{ height: `${Math.max(4, ((sent + received) * 100) / most)}%` }} />
        ))}
      </div>
    </section>
  )
}

function Recent({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const query = contact.emails.map(({ address }) => `with:"${address.replaceAll('"', '')}"`).join(' OR ')
  const { data } = useQuery({
    queryKey: [...keys.search, 'with', query],
    queryFn: ({ signal }) => client.search.messages({ query, limit: recentRows }, { signal }),
    enabled: query !== '',
  })
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <section aria-label={t('contacts.recent')}>
      <h2>{t('contacts.recent')}</h2>
      <ul>
        {items.map(({ message }) => (
          <li key={message.id} className={c('recent')}>
            <Link to={{ name: 'message', id: message.id, view: 'all' }} dir="auto">
              {message.subject || t('common.noSubject')}
            </Link>
            <time>{rowTime(message.sortMs, Date.now(), locale)}</time>
          </li>
        ))}
      </ul>
      <Link to={{ name: 'search', query, messageId: null }}>{t('contacts.searchAll')}</Link>
    </section>
  )
}
