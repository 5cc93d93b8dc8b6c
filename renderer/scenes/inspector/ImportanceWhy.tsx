import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice } from '../../components/index.ts'
import { ContributionRow } from './ContributionRow.tsx'
import styles from './inspector.module.css'

const c = classNames(styles)

interface Props {
  readonly kind: 'message' | 'discussion'
  readonly id: string
}

/** Why something is as important as it is; the user's own correction stands above everything. */
export function ImportanceWhy({ kind, id }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: keys.importanceOf(kind, id),
    queryFn: ({ signal }) => client.importance.explain({ kind, ids: [id] }, { signal }),
  })
  const explained = data?.items[0]
  if (error) return <ErrorNotice error={error} />
  if (explained === undefined) return <p className={c('quiet')}>{data ? t('inspector.unrated') : ''}</p>
  const { importance, correction, spam, contributions, version } = explained
  return (
    <>
      <div className={c('sum')}>
        <b className={c('level')}>{importance > 0 ? `+${importance}` : String(importance).replace('-', '−')}</b>
        <div>
          <h2>{t(`inspector.level.${wordOf(importance)}`)}</h2>
          <p>{correction === null ? t('inspector.workedOut') : t('inspector.corrected')}</p>
        </div>
      </div>
      {spam >= 0.5 && <p className={c('quiet')}>{t('inspector.spam', { percent: Math.round(spam * 100) })}</p>}
      <ul>
        {contributions.map((contribution) => (
          <ContributionRow key={contribution.feature} contribution={contribution} />
        ))}
      </ul>
      <p className={c('foot')}>{t('inspector.importanceRules', { version })}</p>
    </>
  )
}

const wordOf = (importance: number): 'noise' | 'low' | 'normal' | 'high' =>
  importance <= -4 ? 'noise' : importance <= 1 ? 'low' : importance <= 5 ? 'normal' : 'high'
