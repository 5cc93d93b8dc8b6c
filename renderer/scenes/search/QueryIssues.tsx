import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { queryIssue } from '../../../core/defs/index.ts'
import { classNames, Notice } from '../../components/index.ts'
import styles from './search.module.css'

const c = classNames(styles)

interface Props {
  readonly query: string
  readonly issues: readonly z.output<typeof queryIssue>[]
}

/** The query with what was not understood underlined, and why; the rest was searched. */
export function QueryIssues({ query, issues }: Props) {
  const { t } = useTranslation()
  const ordered = issues.toSorted((a, b) => a.start - b.start)
  let at = 0
  const parts = ordered.flatMap(({ start, end, message }) => {
    const from = Math.max(at, start)
    const before = query.slice(at, from)
    at = Math.max(at, end)
    return [
      before,
      <span key={start} title={message} className={c('wrong')}>
        {query.slice(from, at)}
      </span>,
    ]
  })
  return (
    <div className={c('trouble')}>
      <Notice kind="warn">
        <code className={c('query')}>
          {parts}
          {query.slice(at)}
        </code>{' '}
        {ordered.map(({ message }) => message).join(' ')} {t('search.restSearched')}
      </Notice>
    </div>
  )
}
