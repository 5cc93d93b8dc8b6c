import { useTranslation } from 'react-i18next'
import type { Facet, PrivacyExplanation } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import styles from './inspector.module.css'
import { useFeatureWords } from './words.ts'

const c = classNames(styles)

const facets = ['technic', 'context', 'comportment'] as const satisfies readonly Facet[]
/** A block lower than this has no room for its number. */
const numberFrom = 13

interface Props {
  readonly explained: PrivacyExplanation
  readonly onLight: (row: string | null) => void
}

/** Three columns of 0 to 100: each block a contribution as high as its points, the grey rest is what is missing. */
export function Columns({ explained, onLight }: Props) {
  const { t } = useTranslation()
  const words = useFeatureWords()
  const name = t('inspector.columns', {
    first: explained.technic.score,
    second: explained.context.score,
    third: explained.comportment.score,
  })
  return (
    <div role="img" aria-label={name} className={c('chart')}>
      {facets.map((facet) => (
        <div key={facet} className={c('column')}>
          <b>{explained[facet].score}</b>
          <div className={c('track')}>
            {explained[facet].contributions
              .filter(({ points }) => points > 0)
              .map(({ feature, points, of }) => (
                <span
                  key={feature}
                  title={t('inspector.block', { title: words.title(feature), points, of })}
                  className={c('block', facet)}
                  style={{ '--points': points }}
                  onPointerEnter={() => onLight(`${facet} ${feature}`)}
                  onPointerLeave={() => onLight(null)}
                >
                  {points >= numberFrom && points}
                </span>
              ))}
          </div>
          <span>{t(`inspector.facet.${facet}`)}</span>
        </div>
      ))}
      <div className={c('lines')} aria-hidden="true">
        {[75, 50, 25].map((level) => (
          <i key={level} style={{ '--points': level }}>
            {level}
          </i>
        ))}
      </div>
    </div>
  )
}
