import type { Contribution } from '../../../core/defs/index.ts'
import { classNames } from '../../components/index.ts'
import styles from './inspector.module.css'
import { useFeatureWords } from './words.ts'

const c = classNames(styles)

interface Props {
  readonly contribution: Contribution
  readonly lit?: boolean
}

/** One reason: its points of those that could be had, what it is, and what would win the rest. */
export function ContributionRow({ contribution, lit = false }: Props) {
  const words = useFeatureWords()
  const { feature, value, points, of, advice } = contribution
  const detail = words.value(feature, value)
  return (
    <li className={c('row', lit && 'lit')}>
      <span className={c('points', points > 0 ? 'won' : points < 0 && 'lost')}>
        {signed(points)}
        {of > 0 && <small> / {of}</small>}
      </span>
      <span>
        {words.title(feature)}
        {detail !== '' && (
          <span className={c('detail')}>
            {' · '}
            <bdi>{detail}</bdi>
          </span>
        )}
        {advice !== null && points < of && <span className={c('advice')}>{words.advice(advice)}</span>}
      </span>
    </li>
  )
}

const signed = (points: number): string => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0')
