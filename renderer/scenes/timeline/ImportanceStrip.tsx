import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ImportanceRange } from '../../../core/defs/index.ts'
import type { RowKind } from '../../client/index.ts'
import { classNames, hiddenOf, ImportanceSlider } from '../../components/index.ts'
import { countText, plainLevel, useLocale } from '../../language/index.ts'
import styles from './list.module.css'
import type { ShownRange } from './use-shown-range.ts'

const c = classNames(styles)

interface Props {
  readonly kind: RowKind
  readonly shown: ShownRange
  readonly levels: readonly number[] | null
}

/** Which importance is shown, what is left out, and the slider that changes it. */
export function ImportanceStrip({ kind, shown, levels }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { range, everything, kept } = shown
  const words = (of: ImportanceRange) =>
    t('timeline.importance.range', { min: plainLevel(of.min, locale), max: plainLevel(of.max, locale) })
  const hidden = useHiddenText(kind, levels, range)
  return (
    <section aria-label={t('common.importance.shown')} className={c('importance')}>
      <div className={c('importanceHead')}>
        <span>{t('timeline.importance.label')}</span>
        <span className={c('grow')} />
        <span className={c('range')}>{words(range)}</span>
        {everything ? (
          <Button className={c('hidden')} onPress={() => shown.setEverything(false)}>
            {t('timeline.importance.backTo', { range: words(kept) })}
          </Button>
        ) : (
          hidden !== null && (
            <Button
              className={c('hidden')}
              aria-label={t('timeline.importance.showHidden', { hidden })}
              onPress={() => shown.setEverything(true)}
            >
              {hidden}
            </Button>
          )
        )}
      </div>
      <ImportanceSlider range={range} levels={levels} onChange={shown.setRange} />
      <span role="status" className="visually-hidden">
        {hidden}
      </span>
    </section>
  )
}

/** What is left out is counted, and never lost. Discussions are counted, also where the rows are threads; it says so then. */
function useHiddenText(kind: RowKind, levels: readonly number[] | null, range: ImportanceRange): string | null {
  const { t } = useTranslation()
  const locale = useLocale()
  if (levels === null) return null
  const { below, above } = hiddenOf(levels, range)
  const text = (count: number) => countText(count, locale)
  if (below + above === 0) return null
  if (above === 0) return t(`timeline.importance.below.${kind}`, { count: below, text: text(below) })
  if (below === 0) return t(`timeline.importance.above.${kind}`, { count: above, text: text(above) })
  return t(`timeline.importance.belowAndAbove.${kind}`, { below: text(below), above: text(above) })
}
