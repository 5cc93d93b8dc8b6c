/** Formatters are dear to make and used for every row: one of each per locale and kind. */
const dateFormats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let format = dateFormats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options)
    dateFormats.set(key, format)
  }
  return format
}

const dayMs = 86_400_000

/** Midnight at which the local day of `ms` begins. */
const dayStart = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)

/** Whole local days from `ms` to `nowMs`; rounded, since days with a clock change are 23 or 25 hours long. */
const daysAgo = (ms: number, nowMs: number): number => Math.round((dayStart(nowMs) - dayStart(ms)) / dayMs)

/** `14:32` today, `Mon 18:40` within a week, `12 Nov` this year, `12 Nov 2023` before. */
export function rowTime(ms: number, nowMs: number, locale: string): string {
  const ago = daysAgo(ms, nowMs)
  if (ago === 0) return timeOnly(ms, locale)
  if (ago > 0 && ago < 7) return `${dateFormat(locale, { weekday: 'short' }).format(ms)} ${timeOnly(ms, locale)}`
  const sameYear = new Date(ms).getFullYear() === new Date(nowMs).getFullYear()
  return dateFormat(locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(ms)
}

/** `3 Nov`, `3 Nov 2023` in another year: a day in a sentence. */
export function dayText(ms: number, locale: string): string {
  const sameYear = new Date(ms).getFullYear() === new Date().getFullYear()
  return dateFormat(locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(ms)
}

/** `Wed 25 Nov, 08:00`: a time to come, which the day alone would not say. */
export const momentText = (ms: number, locale: string): string =>
  dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(
    ms,
  )

export const timeOnly = (ms: number, locale: string): string =>
  dateFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(ms)

export const fullDate = (ms: number, locale: string): string =>
  dateFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(ms)

/** The group of a list that a time falls into: `today`, `yesterday`, `day:<start>` within a week, else `month:<y>-<m>`. */
export function groupKey(ms: number, nowMs: number): string {
  const ago = daysAgo(ms, nowMs)
  if (ago <= 0) return 'today' // a clock that runs ahead still sorts on top
  if (ago === 1) return 'yesterday'
  if (ago < 7) return `day:${dayStart(ms)}`
  const date = new Date(ms)
  return `month:${date.getFullYear()}-${date.getMonth()}`
}

/** What a group is called; `today` and `yesterday` come from the words of the window. */
export function groupLabel(
  key: string,
  nowMs: number,
  locale: string,
  words: { today: string; yesterday: string },
): string {
  if (key === 'today') return words.today
  if (key === 'yesterday') return words.yesterday
  const [kind, value = ''] = key.split(':')
  if (kind === 'day') return dateFormat(locale, { weekday: 'long' }).format(Number(value))
  const [year = 0, month = 0] = value.split('-').map(Number)
  const sameYear = year === new Date(nowMs).getFullYear()
  return dateFormat(locale, { month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(
    new Date(year, month, 1),
  )
}

const numberFormats = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  let format = numberFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, options)
    numberFormats.set(key, format)
  }
  return format
}

export const countText = (value: number, locale: string): string => numberFormat(locale).format(value)

/** `100 %`, as the locale writes it; `percent` is 0–100. */
export const percentText = (percent: number, locale: string): string =>
  numberFormat(locale, { style: 'percent' }).format(percent / 100)

/** `+8`, `−3`, `0`: with the sign that is as wide as a digit. */
export const levelText = (level: number, locale: string): string =>
  numberFormat(locale, { signDisplay: 'exceptZero' }).format(level).replace('-', '−')

/** The same where a plus would read as "and more": `−3 to 10`. */
export const plainLevel = (level: number, locale: string): string => countText(level, locale).replace('-', '−')

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `1.8 MB`: decimal units, as the system's own file lists show them. */
export function sizeText(bytes: number, locale: string): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < sizeUnits.length - 1) {
    value /= 1000
    unit++
  }
  return numberFormat(locale, {
    style: 'unit',
    unit: sizeUnits[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value)
}

const listFormats = new Map<string, Intl.ListFormat>()

/** `2 images and 1 tracker`, as the locale joins things that stand together. */
export function listText(parts: readonly string[], locale: string): string {
  let format = listFormats.get(locale)
  if (!format) {
    format = new Intl.ListFormat(locale, { type: 'conjunction' })
    listFormats.set(locale, format)
  }
  return format.format(parts)
}
