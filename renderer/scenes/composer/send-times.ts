export interface SendTime {
  readonly key: 'tomorrow' | 'monday'
  readonly atMs: number
}

/** Messages are opened at the beginning of a working day; local time. */
const MORNING_HOUR = 8

/** The times that "send later" offers, by the local clock: tomorrow morning, and Monday morning if that is another day. */
export function sendTimes(nowMs: number): SendTime[] {
  const morning = (daysOn: number): number => {
    const date = new Date(nowMs)
    date.setDate(date.getDate() + daysOn)
    return date.setHours(MORNING_HOUR, 0, 0, 0)
  }
  const toMonday = (8 - new Date(nowMs).getDay()) % 7 || 7
  const times: SendTime[] = [{ key: 'tomorrow', atMs: morning(1) }]
  return toMonday === 1 ? times : [...times, { key: 'monday', atMs: morning(toMonday) }]
}

/** For a field of date and time: `2026-11-24T08:00`, local. */
export function localInput(ms: number): string {
  const date = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}
