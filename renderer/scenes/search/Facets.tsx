import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../../core/defs/index.ts'
import { classNames, Segments } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { useMailboxes } from '../../window/index.ts'
import { partQuery, toggleFilter, writeFilter } from './query-text.ts'
import styles from './search.module.css'
import type { Sort } from './use-search.ts'

const c = classNames(styles)

/** Values of a facet that are offered. */
const OFFERED = 5

interface Props {
  readonly query: string
  readonly hits: readonly SearchHit[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}

interface Value {
  readonly label: string
  readonly filter: string
}

/** Ways to narrow the results, taken from those that are loaded. Each is a filter in the query, so the address has it all. */
export function Facets({ query, hits, sort, onSort }: Props) {
  const { t } = useTranslation()
  const { items: mailboxes } = useMailboxes()
  const active = new Set(partQuery(query).filters)
  const people = counted(
    hits.flatMap(({ message }) => message.participants.find(({ type }) => type === 'from') ?? []),
    ({ address }) => address.toLowerCase(),
  )
  const where = counted(
    hits.flatMap(({ message }) => message.mailboxIds),
    (id) => id,
  ).flatMap((id) => mailboxes.find((box) => box.id === id) ?? [])
  const years = counted(
    hits.map(({ message }) => new Date(message.sortMs).getFullYear()),
    String,
  ).toSorted((a, b) => b - a)
  const group = (name: string, values: readonly Value[]) => (
    <Group name={name} values={withActive(values, active, prefixOf(values))} active={active} query={query} />
  )
  return (
    <aside aria-label={t('search.narrow')} className={c('facets')}>
      {group(t('search.only'), [
        { label: t('search.is.attachment'), filter: 'has:attachment' },
        { label: t('search.is.link'), filter: 'has:link' },
        { label: t('search.is.unread'), filter: 'is:unread' },
        { label: t('search.is.starred'), filter: 'is:starred' },
      ])}
      {group(
        t('search.people'),
        people.map(({ label, address }) => ({ label: label || address, filter: writeFilter('from', address) })),
      )}
      {group(
        t('search.where'),
        where.map(({ name, path, delimiter }) => ({
          label: name,
          filter: writeFilter('in', path.replaceAll(delimiter || '/', '/')),
        })),
      )}
      {group(
        t('search.year'),
        years.map((year) => ({ label: String(year), filter: `after:${year}-01-01 before:${year + 1}-01-01` })),
      )}
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
}

function Group({ name, values, active, query }: GroupProps) {
  if (values.length === 0) return null
  const toggle = (filter: string) => {
    const next =
      filter.split(' ').length > 1 && !filter.includes('"')
        ? filter.split(' ').reduce(toggleFilter, query)
        : toggleFilter(query, filter)
    navigate({ name: 'search', query: next, messageId: null }, { replace: true })
  }
  return (
    <section aria-label={name}>
      <h2 className={c('facet')}>{name}</h2>
      <ul>
        {values.map(({ label, filter }) => {
          const on = active.has(filter) || (filter.includes(' ') && filter.split(' ').every((one) => active.has(one)))
          return (
            <li key={filter}>
              <button type="button" aria-pressed={on} className={c('value', on && 'on')} onClick={() => toggle(filter)}>
                <span className={c('box')}>{on && <Check />}</span>
                <bdi>{label}</bdi>
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
  return [...kept.map((filter) => ({ label: filter.slice(prefix.length).replaceAll('"', ''), filter })), ...values]
}

/** Values by how often they occur, each once. */
function counted<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const groups = Map.groupBy(values, keyOf)
  return [...groups.values()]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, OFFERED)
    .flatMap(([first]) => (first === undefined ? [] : [first]))
}
