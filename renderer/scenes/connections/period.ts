export type Period = 'today' | 'week' | 'month'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Where a period begins, and how many hours a bar of it stands for. */
export function sinceOf(period: Period, nowMs = Date.now()): readonly [sinceMs: number, hoursPerBar: number] {
  switch (period) {
    case 'today':
      return [new Date(nowMs).setHours(0, 0, 0, 0), 1]
    case 'week':
      return [new Date(nowMs - 6 * dayMs).setHours(0, 0, 0, 0), 6]
    case 'month':
      return [new Date(nowMs - 29 * dayMs).setHours(0, 0, 0, 0), 24]
  }
}
