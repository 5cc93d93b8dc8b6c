/** The zone that a person reads dates in: milliseconds that local time is ahead of UTC at an instant. */
export type ZoneOffset = (ms: number) => number

const dayMs = 86_400_000
const dateForm =
  /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:T(\d{1,2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i

/**
 * The first instant of a date as people write it, in milliseconds: `2026`, `2026-11`, `2026-11-24`, with slashes too,
 * `2026-11-24T09:30` with or without a zone (ISO 8601), `today`, `yesterday`. null if it is none.
 */
export function parseDate(text: string, nowMs: number, zone: ZoneOffset): number | null {
  const word = text.toLowerCase()
  if (word === 'today' || word === 'yesterday') {
    const local = nowMs + zone(nowMs)
    return toInstant(local - modulo(local, dayMs) - (word === 'today' ? 0 : dayMs), zone)
  }
  const match = dateForm.exec(text)
  if (match === null) return null
  const part = (index: number, fallback: number): number => Number(match[index] ?? fallback)
  const [year, month, day] = [part(1, 0), part(2, 1), part(3, 1)]
  const [hour, minute, second] = [part(4, 0), part(5, 0), part(6, 0)]
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  const real = new Date(local)
  const same = real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day
  if (!same || hour > 23 || minute > 59 || second > 59) return null
  return match[7] === undefined ? toInstant(local, zone) : local - zoneMs(match[7])
}

/** Local wall time to an instant; the offset is taken at the instant itself, so that summer time is right. */
function toInstant(localMs: number, zone: ZoneOffset): number {
  const guess = localMs - zone(localMs)
  return localMs - zone(guess)
}

function zoneMs(text: string): number {
  if (text.toUpperCase() === 'Z') return 0
  const digits = text.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (text.startsWith('-') ? -minutes : minutes) * 60_000
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** The instant that lies `7d`, `12h`, `2w`, `3m` (months) or `1y` before now; null if it is no age. */
export function parseAge(text: string, nowMs: number): number | null {
  const match = /^(\d{1,4})([hdwmy])$/i.exec(text)
  if (match === null) return null
  const count = Number(match[1])
  const unit = (match[2] ?? '').toLowerCase()
  if (unit === 'h') return nowMs - count * 3_600_000
  if (unit === 'd') return nowMs - count * dayMs
  if (unit === 'w') return nowMs - count * 7 * dayMs
  const now = new Date(nowMs)
  const months = unit === 'm' ? count : count * 12
  const target = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  return target.getTime() + (Math.min(now.getUTCDate(), lastDay) - 1) * dayMs + modulo(nowMs, dayMs)
}

/** `5M`, `1.5 MB`, `300k`, `1G`, `2000` in bytes (binary multiples); null if it is no size. */
export function parseSize(text: string): number | null {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)\s?([kmg]?)(?:i?b)?$/i.exec(text)
  if (match === null) return null
  const power = { k: 1, m: 2, g: 3 }[(match[2] ?? '').toLowerCase()] ?? 0
  return Math.round(Number(match[1]) * 1024 ** power)
}
