import { type PointerEvent, useRef } from 'react'
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ImportanceRange } from '../../core/defs/index.ts'
import { levelText, useLocale } from '../language/index.ts'
import { classNames } from './class-names.ts'
import styles from './importance.module.css'
import { importanceLimits, movedRange, usualRange } from './importance-range.ts'

const c = classNames(styles)

const span = importanceLimits.max - importanceLimits.min
/** A bar of one among thousands is still to be seen. */
const leastBar = 0.08

interface Props {
  readonly range: ImportanceRange
  /** how many lie at each level from -10 to 10; null until it is known */
  readonly levels: readonly number[] | null
  readonly onChange: (range: ImportanceRange) => void
}

/** How much there is at each level of importance, and two thumbs around what is shown. */
export function ImportanceSlider({ range, levels, onChange }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  return (
    <div role="none" className={c('slider')} onDoubleClick={() => onChange(usualRange)}>
      <Histogram levels={levels} range={range} />
      <Slider<number[]>
        aria-label={t('common.importance.shown')}
        minValue={importanceLimits.min}
        maxValue={importanceLimits.max}
        value={[range.min, range.max]}
        onChange={([min = range.min, max = range.max]) => onChange({ min, max })}
        className={c('control')}
      >
        <SliderTrack className={c('track')}>
          <Between range={range} onChange={onChange} />
          <SliderThumb index={0} aria-label={t('common.importance.lowest')} className={c('thumb')} />
          <SliderThumb index={1} aria-label={t('common.importance.highest')} className={c('thumb')} />
        </SliderTrack>
      </Slider>
      <div aria-hidden="true" className={c('axis')}>
        <span>{levelText(importanceLimits.min, locale)}</span>
        <span>0</span>
        <span>{levelText(importanceLimits.max, locale)}</span>
      </div>
    </div>
  )
}

/** The square root of the counts: levels are told apart though most mail lies at two or three of them. */
function Histogram({ levels, range }: Pick<Props, 'levels' | 'range'>) {
  const most = Math.sqrt(Math.max(1, ...(levels ?? [])))
  return (
    <div aria-hidden="true" className={c('bars')}>
      {Array.from({ length: span + 1 }, (_, at) => {
        const level = at + importanceLimits.min
        const share = Math.max(leastBar, Math.sqrt(levels?.[at] ?? 0) / most)
        const inside = level >= range.min && level <= range.max
        return <i key={level} className={c(inside && 'in')} style={{ height: `${share * 100}%` }} />
      })}
    </div>
  )
}

/** The line between the thumbs: dragged, it takes both along. */
function Between({ range, onChange }: Omit<Props, 'levels'>) {
  const from = useRef<{ readonly x: number; readonly range: ImportanceRange; readonly step: number } | null>(null)
  const percent = (level: number) => ((level - importanceLimits.min) / span) * 100
  const press = (event: PointerEvent<HTMLElement>) => {
    const track = event.currentTarget.parentElement
    if (!track || event.button !== 0) return
    const rtl = getComputedStyle(track).direction === 'rtl'
    from.current = { x: event.clientX, range, step: ((rtl ? -1 : 1) * track.clientWidth) / span }
    event.currentTarget.setPointerCapture(event.pointerId)
    event.stopPropagation() // the track would take a thumb along
  }
  const drag = (event: PointerEvent) => {
    if (from.current === null) return
    const next = movedRange(from.current.range, Math.round((event.clientX - from.current.x) / from.current.step))
    if (next.min !== range.min) onChange(next)
  }
  return (
    <span
      role="none"
      className={c('between')}
      style={{ insetInlineStart: `${percent(range.min)}%`, width: `${percent(range.max) - percent(range.min)}%` }}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={() => {
        from.current = null
      }}
      onMouseDown={(event) => event.stopPropagation()}
      onTouchStart={(event) => event.stopPropagation()}
    />
  )
}
