import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames } from '../../components/index.ts'
import { navigate } from '../../routing/index.ts'
import { filterText, joinQuery, partQuery, toggleFilter } from './query-text.ts'
import styles from './search.module.css'
import { useTyped } from './typed.ts'

const c = classNames(styles)

/** Filters that are tried without, and how far is counted. */
const TRIED = 5
const COUNTED = 100

/** What was searched, and which filter to drop, with the number that it would give. */
export function NoResults({ query }: { readonly query: string }) {
  const { t } = useTranslation()
  const client = useClient()
  const typing = useTyped(query)
  const { filters, words } = partQuery(query)
  const without = filters
    .slice(0, TRIED)
    .map((filter) => ({ name: describe(filter), query: toggleFilter(query, filter) }))
  if (filters.length > 0 && words !== '') without.push({ name: `“${words}”`, query: joinQuery({ filters, words: '' }) })
  const tried = without.filter((one) => one.query !== '')
  const counts = useQueries({
    queries: tried.map((one) => ({
      queryKey: [...keys.search, 'count', one.query, typing],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { items, nextCursor } = await client.search.messages(
          { query: one.query, sort: 'newest', typing, limit: COUNTED },
          { signal },
        )
        return { count: items.length, more: nextCursor !== null }
      },
    })),
  })
  return (
    <div className={c('empty')}>
      <p>{t('search.none', { query })}</p>
      <ul>
        {tried.map((one, index) => {
          const found = counts[index]?.data
          if (found === undefined || found.count === 0) return null
          return (
            <li key={one.query}>
              <Button
                size="small"
                onPress={() => navigate({ name: 'search', query: one.query, messageId: null }, { replace: true })}
              >
                {t('search.without', {
                  name: one.name,
                  count: found.count,
                  text: `${found.count}${found.more ? '+' : ''}`,
                })}
              </Button>
            </li>
          )
        })}
      </ul>
      {tried.length === 0 && <p className={c('quiet')}>{t('search.noneHint')}</p>}
    </div>
  )
}

const describe = (filter: string): string => {
  const { name, value } = filterText(filter)
  return `${name} ${value}`
}
