import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SearchFacets } from '../../../core/defs/index.ts'
import { classNames, Segments } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { navigate } from '../../routing/index.ts'
import { useMailboxes } from '../../window/index.ts'
import { joinQuery, partQuery, toggleFilter, writeFilter } from './query-text.ts'
import styles from './search.module.css'
import type { Sort } from './use-search.ts'

const c = classNames(styles)

interface Props {
  readonly query: string
  readonly found: SearchFacets | null
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}

interface Value {
  readonly label: string
  readonly filter: string
  /** of the newest matches; null until it is known */
  readonly count: number | null
}

/** Ways to narrow the results, taken from the newest matches. Each is a filter in the query, so the address has it all. */
export function Facets({ query, found, sort, onSort }: Props) {
  const { t } = useTranslation()
  const { items: mailboxes } = useMailboxes()
  const active = new Set(partQuery(query).filters)
  const group = (name: string, values: readonly Value[]) => (
    <Group
      name={name}
      values={withActive(values, active, prefixOf(values))}
      active={active}
      query={query}
      complete={found?.complete ?? false}
    />
  )
  return (
    <aside aria-label={t('search.narrow')} className={c('facets')}>
      {group(t('search.only'), [
        { label: t('search.is.attachment'), filter: 'has:attachment', count: found?.attachment ?? null },
        { label: t('search.is.link'), filter: 'has:link', count: found?.link ?? null },
        { label: t('search.is.unread'), filter: 'is:unread', count: found?.unread ?? null },
        { label: t('search.is.starred'), filter: 'is:starred', count: found?.starred ?? null },
      ])}
      {group(
        t('search.people'),
        (found?.people ?? []).map(({ label, address, count }) => ({
          label: label || address,
          filter: writeFilter('from', address),
          count,
        })),
      )}
      {group(
        t('search.where'),
        (found?.mailboxes ?? []).flatMap(({ mailboxId, count }) => {
          const box = mailboxes.find(({ id }) => id === mailboxId)
          if (!box) return []
          const filter = writeFilter('in', box.path.replaceAll(box.delimiter || '/', '/'))
          return { label: box.name, filter, count }
        }),
      )}
      {group(
        t('search.year'),
        (found?.years ?? []).map(({ year, count }) => ({
          label: String(year),
          filter: `after:${year}-01-01 before:${year + 1}-01-01`,
          count,
        })),
      )}
      <h2 className={c('facet')}>{t('search.privacy')}</h2>
      <Segments
        label={t('search.privacy')}
        value={leastPrivacy(active)}
        choices={[
          { key: 'any', label: t('search.anyPrivacy') },
          { key: '25', label: t('common.privacy.word.limited') },
          { key: '50', label: t('common.privacy.word.good') },
        ]}
        onChange={(least) => narrow(withPrivacy(query, least))}
      />
      <h2 className={c('facet')}>{t('search.sort')}</h2>
      <Segments
        label={t('search.sort')}
        value={sort}
        choices={[
          { key: 'newest', label: t('search.newest') },
          { key: 'relevance', label: t('search.relevance') },
        ]}
        onChange={onSort}
      />
    </aside>
  )
}

interface GroupProps {
  readonly name: string
  readonly values: readonly Value[]
  readonly active: ReadonlySet<string>
  readonly query: string
  readonly complete: boolean
}

function Group({ name, values, active, query, complete }: GroupProps) {
  const locale = useLocale()
  if (values.length === 0) return null
  const toggle = (filter: string) => {
    const next =
      filter.split(' ').length > 1 && !filter.includes('"')
        ? filter.split(' ').reduce(toggleFilter, query)
        : toggleFilter(query, filter)
    narrow(next)
  }
  return (
    <section aria-label={name}>
      <h2 className={c('facet')}>{name}</h2>
      <ul>
        {values.map(({ label, filter, count }) => {
          const on = active.has(filter) || (filter.includes(' ') && filter.split(' ').every((one) => active.has(one)))
          return (
            <li key={filter}>
              <button type="button" aria-pressed={on} className={c('value', on && 'on')} onClick={() => toggle(filter)}>
                <span className={c('box')}>{on && <Check />}</span>
                <bdi>{label}</bdi>
                {count !== null && (
                  <span className={c('tally')}>
                    {countText(count, locale)}
                    {!complete && count > 0 && '+'}
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const prefixOf = (values: readonly Value[]): string | null => /^(?:from|in):/.exec(values[0]?.filter ?? '')?.[0] ?? null

/** A filter that is on stays in its list, even when the results no longer bring it up. */
function withActive(values: readonly Value[], active: ReadonlySet<string>, prefix: string | null): readonly Value[] {
  if (prefix === null) return values
  const kept = [...active].filter((filter) => filter.startsWith(prefix) && !values.some((one) => one.filter === filter))
  return [
    ...kept.map((filter) => ({ label: filter.slice(prefix.length).replaceAll('"', ''), filter, count: null })),
    ...values,
  ]
}

const narrow = (query: string): void => navigate({ name: 'search', query, messageId: null }, { replace: true })

const PRIVACY = /^privacy:>=(\d+)$/

/** The least privacy that the query asks for, by the beginning of its level; `any` for none or another form. */
const leastPrivacy = (active: ReadonlySet<string>): 'any' | '25' | '50' => {
  const least = [...active].flatMap((filter) => PRIVACY.exec(filter)?.[1] ?? [])[0]
  return least === '25' || least === '50' ? least : 'any'
}

function withPrivacy(query: string, least: 'any' | '25' | '50'): string {
  const { filters, words } = partQuery(query)
  const others = filters.filter((filter) => !filter.startsWith('privacy:'))
  return joinQuery({ filters: least === 'any' ? others : [...others, `privacy:>=${least}`], words })
}
