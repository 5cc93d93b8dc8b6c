import { useQuery } from '@tanstack/react-query'
import { Repeat2, Route as RouteIcon, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contribution, Facet, FacetScore, PrivacyExplanation } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { classNames, ErrorNotice, PrivacyGlyph, privacyWord } from '../../components/index.ts'
import { Link } from '../../routing/index.ts'
import { Columns } from './Columns.tsx'
import { ContributionRow } from './ContributionRow.tsx'
import styles from './inspector.module.css'
import { RaiseMost } from './RaiseMost.tsx'

const c = classNames(styles)

const facets = ['technic', 'context', 'comportment'] as const satisfies readonly Facet[]
const icons = { technic: <RouteIcon />, context: <Users />, comportment: <Repeat2 /> } as const

interface Props {
  readonly kind: PrivacyExplanation['kind']
  readonly id: string
}

/** The privacy index of one thing with all of its reasons. */
export function PrivacyWhy({ kind, id }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const { data, error } = useQuery({
    queryKey: keys.privacyOf(kind, id),
    queryFn: ({ signal }) => client.privacy.explain({ kind, ids: [id] }, { signal }),
  })
  const explained = data?.items[0]
  if (error) return <ErrorNotice error={error} />
  if (explained === undefined) return <p className={c('quiet')}>{data ? t('inspector.unrated') : ''}</p>
  return <PrivacyReasons explained={explained} />
}

/** An explanation as it was given: the sum, the columns, what would raise it, and every reason. */
export function PrivacyReasons({ explained }: { readonly explained: PrivacyExplanation }) {
  const { t } = useTranslation()
  const [lit, setLit] = useState<string | null>(null)
  const { technic, context, comportment, overall, version, pending, weakestMessageId } = explained
  const index = { technic: technic.score, context: context.score, comportment: comportment.score, overall }
  const word = privacyWord(overall)
  return (
    <>
      <div className={c('sum')}>
        <span className={c('large')}>
          <PrivacyGlyph index={index} coloured decorative />
        </span>
        <div>
          <h2>{t(`common.privacy.word.${word}`)}</h2>
          <p>
            {t('inspector.ofHundred', { overall })} {t(`inspector.meaning.${word}`)}
          </p>
        </div>
      </div>
      {weakestMessageId !== null && (
        <p className={c('quiet')}>
          {t('inspector.weakest')}{' '}
          <Link to={{ name: 'message', id: weakestMessageId, view: 'all' }}>{t('inspector.toWeakest')}</Link>
        </p>
      )}
      {pending.length > 0 && <p className={c('quiet')}>{t('inspector.pending')}</p>}
      <Columns explained={explained} onLight={setLit} />
      <RaiseMost explained={explained} />
      {facets.map((facet) => (
        <FacetRows key={facet} facet={facet} score={explained[facet]} lit={lit} />
      ))}
      <p className={c('foot')}>{t('inspector.rules', { version })}</p>
    </>
  )
}

interface FacetProps {
  readonly facet: Facet
  readonly score: FacetScore
  readonly lit: string | null
}

function FacetRows({ facet, score, lit }: FacetProps) {
  const { t } = useTranslation()
  return (
    <section aria-label={t(`inspector.facet.${facet}`)}>
      <div className={c('facet', facet)}>
        {icons[facet]}
        <h3>{t(`inspector.facet.${facet}`)}</h3>
        <span>{t(`inspector.about.${facet}`)}</span>
        <b>{score.score}</b>
      </div>
      <ul>
        {score.contributions.filter(isReason).map((contribution) => (
          <ContributionRow
            key={contribution.feature}
            contribution={contribution}
            lit={lit === `${facet} ${contribution.feature}`}
          />
        ))}
      </ul>
    </section>
  )
}

/** Which message is the weakest is said above, with a way to it. */
const isReason = ({ feature }: Contribution): boolean => feature !== 'weakest-message'
