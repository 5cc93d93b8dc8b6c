import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys, useClient } from '../../client/index.ts'
import { classNames } from '../../components/index.ts'
import { momentText, sizeText, useLocale } from '../../language/index.ts'
import styles from './connections.module.css'
import type { Period } from './period.ts'

const c = classNames(styles)

const hourMs = 3_600_000
const mostBars = 168
/** A bar of a few bytes is still to be seen. */
const leastPercent = 5

interface Props {
  readonly sinceMs: number
  readonly hoursPerBar: number
  readonly period: Period
}

/** How much was moved, by hours. */
export function Hours({ sinceMs, hoursPerBar, period }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const client = useClient()
  const bars = Math.min(mostBars, Math.ceil((Date.now() - sinceMs + 1) / (hoursPerBar * hourMs)))
  const { data } = useQuery({
    queryKey: [...keys.connections, 'hours', period],
    queryFn: ({ signal }) => client.connections.hours({ sinceMs, hoursPerBar, bars }, { signal }),
  })
  const items = data?.items ?? []
  const moved = (one: (typeof items)[number]) => one.bytesIn + one.bytesOut
  const most = Math.sqrt(Math.max(1, ...items.map(moved)))
  const total = items.reduce((sum, one) => sum + moved(one), 0)
  return (
    <figure className={c('hours')}>
      <figcaption>
        <span>{momentText(sinceMs, locale)}</span>
        <span>{t('connections.moved', { size: sizeText(total, locale) })}</span>
        <span>{t('connections.now')}</span>
      </figcaption>
      <div role="img" aria-label={t('connections.moved', { size: sizeText(total, locale) })} className={c('bars')}>
        {items.map((one) => (
          <i
            key={one.startMs}
            title={`${momentText(one.startMs, locale)}: ${sizeText(moved(one), locale)}`}
            className={c(one.times + moved(one) > 0 && 'some')}
            style={{
              height: `${one.times === 0 ? leastPercent / 2 : Math.max(leastPercent, (Math.sqrt(moved(one)) / most) * 100)}%`,
            }}
          />
        ))}
      </div>
    </figure>
  )
}
