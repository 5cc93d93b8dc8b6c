import { useTranslation } from 'react-i18next'
import type { PrivacyIndex } from '../../core/defs/index.ts'
import { classNames } from './class-names.ts'
import styles from './privacy.module.css'
import { facets, pipsOf, privacyWord } from './privacy-level.ts'

const c = classNames(styles)

const pips = [0, 1, 2, 3] as const
/** In units of the drawing: a pip is 4 × 3, columns are 2 apart, rows 1. */
const columnStep = 6
const rowStep = 4

/** `Privacy limited: technic 30, context 72, comportment 55`, for names and tooltips. */
export function usePrivacyName(): (index: PrivacyIndex | null) => string {
  const { t } = useTranslation()
  return (index) =>
    index === null
      ? t('common.privacy.unrated')
      : t('common.privacy.name', {
          word: t(`common.privacy.within.${privacyWord(index.overall)}`),
          technicScore: index.technic,
          contextScore: index.context,
          comportmentScore: index.comportment,
        })
}

/** `privacy limited`: within the name of something else. */
export function usePrivacyWords(): (index: PrivacyIndex | null) => string {
  const { t } = useTranslation()
  return (index) =>
    index === null
      ? t('common.privacy.unratedWithin')
      : t('common.privacy.isWithin', { word: t(`common.privacy.within.${privacyWord(index.overall)}`) })
}

interface Props {
  /** null: not rated yet */
  readonly index: PrivacyIndex | null
  /** each column in the colour of its facet: for buttons and explanations, not for rows */
  readonly coloured?: boolean
  /** what stands beside it says the same */
  readonly decorative?: boolean
}

/** Three columns, one a facet, with up to four pips lit from below: to be counted, whatever their colour. */
export function PrivacyGlyph({ index, coloured = false, decorative = false }: Props) {
  const name = usePrivacyName()(index)
  const exposed = index !== null && privacyWord(index.overall) === 'exposed'
  const said = decorative ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': name } as const)
  return (
    <span {...said} title={decorative ? undefined : name} className={c('glyph', exposed && !coloured && 'exposed')}>
      {exposed && <Eye />}
      <svg width="16" height="15" viewBox="0 0 16 15" className={c('pips')} aria-hidden="true">
        {facets.map((facet, column) =>
          index === null ? (
            <rect key={facet} x={column * columnStep} y="6" width="4" height="3" rx=".8" className={c('off')} />
          ) : (
            pips.map((pip) => (
              <rect
                key={`${facet} ${pip}`}
                x={column * columnStep}
                y={(pips.length - 1 - pip) * rowStep}
                width="4"
                height="3"
                rx=".8"
                className={c(pip < pipsOf(index[facet]) ? (coloured ? facet : 'lit') : 'off')}
              />
            ))
          ),
        )}
      </svg>
    </span>
  )
}

/** An open eye: others can look in. */
function Eye() {
  return (
    <svg width="12" height="12" viewBox="0 0 16 16" className={c('eye')} aria-hidden="true">
      <path d="M1.500 8c1.200-2.300 3.300-4.300 6.500-4.300s5.300 2 6.500 4.300c-1.200 2.300-3.300 4.300-6.500 4.300s-5.300-2-6.500-4.300z" />
      <circle cx="8" cy="8" r="2" />
    </svg>
  )
}
