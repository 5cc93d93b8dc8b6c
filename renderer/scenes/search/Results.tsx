import { useVirtualizer } from '@tanstack/react-virtual'
import { Check } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchFacets } from '../../../core/defs/index.ts'
import { classNames, ErrorNotice } from '../../components/index.ts'
import { countText, useLocale } from '../../language/index.ts'
import { useRootFontSize } from '../../window/index.ts'
import { NoResults } from './NoResults.tsx'
import { QueryIssues } from './QueryIssues.tsx'
import { ResultRow } from './ResultRow.tsx'
import styles from './search.module.css'
import { type useSearch, useSnippets } from './use-search.ts'

const c = classNames(styles)

/** Height of a row at a text size of 100 %, in CSS pixels: name, subject, two lines around the hit. */
const ROW_PX = 84

/** Virtual rows cannot stand in a table. */
const asGrid = (name: string, rows: number) => ({
  role: 'grid',
  tabIndex: 0,
  'aria-label': name,
  'aria-rowcount': rows,
})

interface Props {
  readonly query: string
  readonly found: ReturnType<typeof useSearch>
  /** counts further than the rows that are loaded */
  readonly total: SearchFacets | null
  readonly selectedId: string | null
  readonly onSelect: (id: string) => void
  readonly onOpen: (id: string) => void
}

export function Results({ query, found, total, selectedId, onSelect, onOpen }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const scroller = useRef<HTMLDivElement>(null)
  const { hits, issues, coverage, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = found
  const rem = useRootFontSize() / 16
  const virtual = useVirtualizer({
    count: hits.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX * rem,
    overscan: 6,
  })
  const rows = virtual.getVirtualItems()
  const visible = rows.flatMap(({ index }) => hits[index] ?? [])
  const snippets = useSnippets(query, visible)
  const last = rows.at(-1)?.index ?? 0

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= hits.length - 10) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, hits.length])

  const selectedIndex = hits.findIndex(({ message }) => message.id === selectedId)
  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex)
  }, [virtual, selectedIndex])

  const known = hasNextPage ? Math.max(hits.length, total?.counted ?? 0) : hits.length
  const more = hasNextPage && !(total?.complete === true && known === total.counted)
  const count = t('search.count', { count: known, text: `${countText(known, locale)}${more ? '+' : ''}` })
  const isEmpty = !isPending && error === null && hits.length === 0 && query.trim() !== ''
  return (
    <section aria-label={t('search.results')} data-pane="list" className={c('list')}>
      <header className={c('head')}>
        <h1>{query.trim() === '' ? t('search.title') : isPending ? t('search.searching') : count}</h1>
        {hits.length > 0 && (
          <span className={c('quiet')}>{t('search.took', { ms: Math.max(1, Math.round(found.tookMs)) })}</span>
        )}
      </header>
      <div role="status" className="visually-hidden">
        {isPending ? '' : count}
      </div>
      {issues.length > 0 && <QueryIssues query={query} issues={issues} />}
      {error && (
        <div className={c('trouble')}>
          <ErrorNotice error={error} />
        </div>
      )}
      {query.trim() === '' && <p className={c('nothing')}>{t('search.help')}</p>}
      {isEmpty && <NoResults query={query} />}
      <div
        ref={scroller}
        {...asGrid(t('search.results'), hasNextPage ? -1 : hits.length)}
        data-pane-focus
        className={c('rows', hits.length === 0 && 'hidden')}
      >
        <div className={c('height')} style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const hit = hits[row.index]
            if (!hit) return null
            const { id } = hit.message
            return (
              <ResultRow
                key={id}
                hit={hit}
                snippet={snippets.get(id)}
                index={row.index}
                topPx={row.start}
                selected={id === selectedId}
                onSelect={() => onSelect(id)}
                onOpen={() => onOpen(id)}
              />
            )
          })}
        </div>
      </div>
      {coverage && (
        <footer className={c('foot')}>
          <Check />
          {coverage.oldestMs === null
            ? t('search.covered', { messages: countText(coverage.messages, locale) })
            : t('search.coveredBack', {
                messages: countText(coverage.messages, locale),
                date: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(coverage.oldestMs),
              })}
        </footer>
      )}
    </section>
  )
}
