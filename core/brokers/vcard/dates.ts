import ICAL from 'ical.js'
import type { Version } from './property.ts'

/**
 * A date of a vCard as ISO 8601 says it, as much as is known; null when it is none. The time of day, if there is one, is left
 * out. `omitYear`: the year that Apple writes where none is known.
 */
export function readDate(raw: string, omitYear: string | undefined): string | null {
  const whole = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(raw)
  if (whole !== null) {
    const [, year = '', month = '', day = ''] = whole
    if (!isDay(month, day)) return null
    return year === omitYear ? `--${month}-${day}` : `${year}-${month}-${day}`
  }
  const [, month = '', day] = /^--(\d{2})(?:-?(\d{2}))?(?:T.*)?$/.exec(raw) ?? []
  if (month !== '') return isDay(month, day ?? '01') ? `--${month}${day === undefined ? '' : `-${day}`}` : null
  const [, year, ofYear] = /^(\d{4})(?:-(\d{2}))?$/.exec(raw) ?? []
  if (year === undefined) return null
  return ofYear === undefined ? year : isDay(ofYear, '01') ? `${year}-${ofYear}` : null
}

const isDay = (month: string, day: string): boolean => {
  const [m, d] = [Number(month), Number(day)]
  return m >= 1 && m <= 12 && d >= 1 && d <= 31
}

/** ISO 8601 as the version writes it: 4.0 without hyphens where there is a day (RFC 6350 4.3.1). */
export function writeDate(date: string, version: Version): string {
  return version === '3.0'
    ? date
    : date.replace(/^(\d{4}|--\d{2})-?(\d{2})-?(\d{2})$/, '$1$2$3').replace(/^--(\d{2})-(\d{2})$/, '--$1$2')
}

/** A date and time as it was written -> as the other version writes it. */
export function dateFor(raw: string, version: Version): string {
  if (version === '3.0') return raw
  try {
    const { vcard3, vcard } = ICAL.design
    const type = raw.includes('T') ? 'date-time' : 'date'
    return String(vcard.value[type].toICAL(vcard3.value[type].fromICAL(raw)))
  } catch {
    return raw
  }
}
