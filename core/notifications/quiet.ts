import type { NotificationSettings } from '../defs/index.ts'

const minuteMs = 60_000
const minutesOfDay = 1440

/** Whether the user wants quiet at this moment. `zoneMs`: how much local time is ahead of UTC then. */
export function isQuiet(
  { quietFrom, quietTo }: Pick<NotificationSettings, 'quietFrom' | 'quietTo'>,
  nowMs: number,
  zoneMs: number,
): boolean {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return false
  const minutes = Math.floor((nowMs + zoneMs) / minuteMs)
  const minute = ((minutes % minutesOfDay) + minutesOfDay) % minutesOfDay
  return quietFrom < quietTo ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo
}
