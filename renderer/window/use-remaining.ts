import { useTranslation } from 'react-i18next'

const minuteMs = 60_000
const hourMs = 3_600_000

/** How long something still takes, in words that do not flicker; null while that is not known. */
export function useRemaining(): (remainingMs: number | null) => string | null {
  const { t } = useTranslation()
  return (remainingMs) => {
    if (remainingMs === null) return null
    if (remainingMs < minuteMs) return t('shell.remaining.underMinute')
    if (remainingMs < 2 * hourMs) return t('shell.remaining.minutes', { count: Math.round(remainingMs / minuteMs) })
    return t('shell.remaining.hours', { count: Math.round(remainingMs / hourMs) })
  }
}
