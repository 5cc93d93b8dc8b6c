const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** Obsolete zone names of RFC 5322 section 4.3, in minutes; single military letters are taken as UTC, as it says. */
const zones: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  CET: 60,
  CEST: 120,
  MET: 60,
  MEST: 120,
  EET: 120,
  EEST: 180,
  BST: 60,
  JST: 540,
}

const rfc5322 =
  /(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*\.?[\s,-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:\.\d+)?)?\s*([+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?/
const asctime = /([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:[A-Z]{1,5}\s+)?(\d{4})/

/** Milliseconds of a Date header (RFC 5322 section 3.3 and 4.3, asctime, ISO 8601); null if it is none of them. */
export function readDate(value: string): number | null {
  const text = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .trim()
  const modern = rfc5322.exec(text)
  if (modern !== null) {
    const [, day, month, year, hour, minute, second, zone] = modern
    return assemble({ day, month, year, hour, minute, second }, zoneMinutes(zone ?? ''))
  }
  const old = asctime.exec(text)
  if (old !== null) {
    const [, month, day, hour, minute, second, year] = old
    return assemble({ day, month, year, hour, minute, second }, 0)
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return null
  const iso = Date.parse(text.includes('T') && !/Z|[+-]\d{2}:?\d{2}$/.test(text) ? `${text}Z` : text)
  return Number.isFinite(iso) ? iso : null
}

/** The date that the receiving server wrote after the semicolon of a Received header. */
export function readReceivedDate(value: string): number | null {
  const semicolon = value.lastIndexOf(';')
  return semicolon < 0 ? null : readDate(value.slice(semicolon + 1))
}

type DateParts = Record<'day' | 'month' | 'year' | 'hour' | 'minute' | 'second', string | undefined>

function assemble(parts: DateParts, offsetMinutes: number): number | null {
  const month = months.indexOf((parts.month ?? '').toLowerCase())
  const [day, hour, minute, second] = [parts.day, parts.hour, parts.minute, parts.second].map((part) =>
    Number(part ?? 0),
  )
  if (month < 0 || day === undefined || hour === undefined || minute === undefined || second === undefined) return null
  if (day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null
  const ms = Date.UTC(fullYear(parts.year ?? ''), month, day, hour, minute, second) - offsetMinutes * 60_000
  return Number.isFinite(ms) ? ms : null
}

/** RFC 5322 section 4.3: two digits are 2000 to 2049 or 1950 to 1999, three are years since 1900. */
function fullYear(year: string): number {
  const number = Number(year)
  if (year.length >= 4) return number
  return year.length === 2 && number < 50 ? 2000 + number : 1900 + number
}

function zoneMinutes(zone: string): number {
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (numeric === null) return zones[zone.toUpperCase()] ?? 0
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3])
  return numeric[1] === '-' ? -minutes : minutes
}
