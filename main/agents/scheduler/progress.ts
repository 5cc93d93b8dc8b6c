import type { Clock } from '../../../core/index.ts'

/** Before this, a rate says more about the start than about the work. */
const steadyAfterMs = 20_000
/** Weight of the newest piece in the smoothed rate: follows a change of speed in some ten seconds. */
const smoothing = 0.2
/** Pieces shorter than this are added up: two items in a millisecond are no rate. */
const pieceMs = 1_000

export interface Pace {
  /** items a second, smoothed; null before it is known */
  readonly rate: number | null
  readonly remainingMs: number | null
}

/** Rate and time left of something that counts up. */
export function createPace(clock: Clock) {
  let startedAtMs = clock.nowMs()
  let atMs = startedAtMs
  let counted: number | null = null
  let rate: number | null = null
  return {
    restart(): void {
      startedAtMs = atMs = clock.nowMs()
      counted = rate = null
    },
    measure(done: number, total: number | null): Pace {
      const nowMs = clock.nowMs()
      counted ??= done
      if (nowMs - atMs >= pieceMs) {
        const piece = ((done - counted) * 1000) / (nowMs - atMs)
        rate = rate === null ? piece : rate + smoothing * (piece - rate)
        counted = done
        atMs = nowMs
      }
      const steady = rate !== null && rate > 0 && nowMs - startedAtMs >= steadyAfterMs
      return {
        rate: rate === null ? null : Math.max(0, rate),
        remainingMs: steady && rate !== null && total !== null ? Math.max(0, ((total - done) / rate) * 1000) : null,
      }
    },
  }
}
