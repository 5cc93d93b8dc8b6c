import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../components/index.ts'
import { type Command, useCommands } from '../../keyboard/index.tsx'
import { goBack, navigate, useRoute } from '../../routing/index.ts'
import { useLayout } from '../../window/index.ts'
import { Facets } from './Facets.tsx'
import { Preview } from './Preview.tsx'
import { Results } from './Results.tsx'
import styles from './search.module.css'
import { type Sort, useFacets, useSearch } from './use-search.ts'

const c = classNames(styles)

/** The scene at /search: facets, results, preview. It fills the sheet. */
export function SearchScene() {
  const { t } = useTranslation()
  const route = useRoute()
  const { width } = useLayout()
  const query = route.name === 'search' ? route.query : ''
  const messageId = route.name === 'search' ? route.messageId : null
  const [sort, setSort] = useState<Sort>('newest')
  const found = useSearch(query, sort)
  const facets = useFacets(query)
  const single = width === 'single'
  const { hits } = found
  // Where both are seen, the first result is shown at once; alone, the list is.
  const shown = hits.find(({ message }) => message.id === messageId) ?? (single ? undefined : hits[0])

  const select = (id: string) =>
    navigate({ name: 'search', query, messageId: id }, { replace: !single || messageId !== null })
  const open = (id: string) => navigate({ name: 'message', id, view: 'all' })
  const step = (by: number) => () => {
    const at = hits.findIndex(({ message }) => message.id === shown?.message.id)
    const next = hits[Math.min(hits.length - 1, Math.max(0, at + by))]
    if (next) select(next.message.id)
  }
  const group = t('search.group')
  const commands: Command[] = [
    { id: 'results.next', label: t('search.next'), keys: ['j', 'down'], group, run: step(1) },
    { id: 'results.previous', label: t('search.previous'), keys: ['k', 'up'], group, run: step(-1) },
    {
      id: 'results.open',
      label: t('search.open'),
      keys: ['enter', 'o'],
      group,
      run: () => shown && open(shown.message.id),
    },
    { id: 'results.back', label: t('search.back'), keys: ['u', 'escape'], group, run: goBack },
  ]
  useCommands(commands)

  const showList = !single || messageId === null || shown === undefined
  return (
    <div className={c('scene', width)}>
      {width === 'wide' && <Facets query={query} found={facets} sort={sort} onSort={setSort} />}
      {showList && (
        <Results
          query={query}
          found={found}
          total={facets}
          selectedId={shown?.message.id ?? null}
          onSelect={select}
          onOpen={open}
        />
      )}
      {(!showList || !single) && (
        <section aria-label={t('search.preview')} data-pane="reading" className={c('pane')}>
          {shown ? (
            <Preview
              key={shown.message.id}
              hit={shown}
              onOpen={() => open(shown.message.id)}
              onBack={single ? goBack : null}
            />
          ) : (
            <p className={c('nothing')}>{t('search.nothingShown')}</p>
          )}
        </section>
      )}
    </div>
  )
}
