import { fail } from '../defs/index.ts'

/**
 * Hybrid logical clock (Kulkarni et al. 2014, "Logical Physical Clocks"): later than everything seen, close to real
 * time, and sortable as text: `<ms, 15 digits>-<counter, 4 hex>-<device>`.
 */
export interface HybridClock {
  /** a stamp later than every one given or observed before */
  next(nowMs: number): string
  /** takes note of another device's stamp */
  observe(stamp: string, nowMs: number): void
}

/** How far another device's clock may run ahead of ours before its stamps are refused: an hour covers a wrong time zone. */
const maxDriftMs = 3_600_000
const maxCounter = 0xffff

export function createHybridClock(device: string, last: string | null): HybridClock {
  let { ms, counter } = last === null ? { ms: 0, counter: 0 } : parseStamp(last)

  return {
    next(nowMs) {
      if (nowMs > ms) {
        ms = nowMs
        counter = 0
      } else if (counter < maxCounter) {
        counter += 1
      } else {
        ms += 1
        counter = 0
      }
      return formatStamp(ms, counter, device)
    },
    observe(stamp, nowMs) {
      const other = parseStamp(stamp)
      if (other.ms > nowMs + maxDriftMs) {
        throw fail(
          'invalid',
          'The clock of another device runs more than an hour ahead. Its changes wait; set its clock.',
          {
            details: stamp,
          },
        )
      }
      if (other.ms > ms || (other.ms === ms && other.counter > counter)) {
        ms = other.ms
        counter = other.counter
      }
    },
  }
}

function formatStamp(ms: number, counter: number, device: string): string {
  return `${String(ms).padStart(15, '0')}-${counter.toString(16).padStart(4, '0')}-${device}`
}

function parseStamp(stamp: string): { ms: number; counter: number } {
  const match = /^(\d{15})-([0-9a-f]{4})-.+$/.exec(stamp)
  if (match === null)
    throw fail('corrupt', 'A change carries a time stamp that cannot be read. It was left alone.', { details: stamp })
  return { ms: Number(match[1]), counter: Number.parseInt(match[2] ?? '', 16) }
}
