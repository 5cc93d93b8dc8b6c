import { connectionLimits, dayMs, hourMs } from './limits.ts'

/** What was moved in a stretch of time. */
export interface Moved {
  bytesIn: number
  bytesOut: number
  times: number
  failed: number
}

/** `[startMs, bytesIn, bytesOut, times, failed]`, as it is kept on disk. */
export type Stretch = [number, number, number, number, number]

export const nothingMoved = (): Moved => ({ bytesIn: 0, bytesOut: 0, times: 0, failed: 0 })

/** What was moved over time: by the hour for a week, by the day (UTC) for a month, then forgotten. */
export class Traffic {
  readonly #hours = new Map<number, Moved>()
  readonly #days = new Map<number, Moved>()

  static from(hours: readonly Stretch[], days: readonly Stretch[]): Traffic {
    const traffic = new Traffic()
    for (const stretch of hours) addTo(traffic.#hours, stretch[0], movedIn(stretch))
    for (const stretch of days) addTo(traffic.#days, stretch[0], movedIn(stretch))
    return traffic
  }

  get empty(): boolean {
    return this.#hours.size + this.#days.size === 0
  }

  add(nowMs: number, moved: Partial<Moved>): void {
    addTo(this.#hours, floor(nowMs, hourMs), { ...nothingMoved(), ...moved })
  }

  /** From the hour in which `sinceMs` lies; from its day where only days are left. */
  since(sinceMs: number): Moved {
    const sum = nothingMoved()
    for (const [startMs, moved] of this.#hours) if (startMs >= floor(sinceMs, hourMs)) plus(sum, moved)
    for (const [startMs, moved] of this.#days) if (startMs >= floor(sinceMs, dayMs)) plus(sum, moved)
    return sum
  }

  /** In the hours that begin within; a day that is no longer known by the hour counts where it begins. */
  between(fromMs: number, toMs: number): Moved {
    const sum = nothingMoved()
    for (const stretches of [this.#hours, this.#days]) {
      for (const [startMs, moved] of stretches) if (startMs >= fromMs && startMs < toMs) plus(sum, moved)
    }
    return sum
  }

  /** Hours of last week become days, days of last month are forgotten. */
  age(nowMs: number): void {
    for (const [startMs, moved] of this.#hours) {
      if (startMs + connectionLimits.hourlyMs > nowMs) continue
      addTo(this.#days, floor(startMs, dayMs), moved)
      this.#hours.delete(startMs)
    }
    for (const startMs of this.#days.keys()) {
      if (startMs + connectionLimits.dailyMs <= nowMs) this.#days.delete(startMs)
    }
  }

  saved(): { hours: Stretch[]; days: Stretch[] } {
    return { hours: stretches(this.#hours), days: stretches(this.#days) }
  }
}

const floor = (ms: number, step: number): number => ms - (ms % step)

const movedIn = ([, bytesIn, bytesOut, times, failed]: Stretch): Moved => ({ bytesIn, bytesOut, times, failed })

const stretches = (map: ReadonlyMap<number, Moved>): Stretch[] =>
  [...map].map(([startMs, { bytesIn, bytesOut, times, failed }]) => [startMs, bytesIn, bytesOut, times, failed])

function addTo(map: Map<number, Moved>, startMs: number, moved: Moved): void {
  const there = map.get(startMs)
  if (there === undefined) map.set(startMs, { ...moved })
  else plus(there, moved)
}

export function plus(sum: Moved, moved: Moved): void {
  sum.bytesIn += moved.bytesIn
  sum.bytesOut += moved.bytesOut
  sum.times += moved.times
  sum.failed += moved.failed
}
