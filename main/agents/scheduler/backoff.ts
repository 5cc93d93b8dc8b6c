import type { ErrorCode } from '../../../core/defs/index.ts'

/** How long to wait before something that failed is tried again by itself. */
export const backoffLimits = {
  /** a dropped connection is mostly back at once */
  firstMs: 2_000,
  /** a server that is down for hours is asked every five minutes */
  maxMs: 5 * 60_000,
  /** what a person has to change first (password, certificate) is not hammered: providers lock accounts for it */
  personMs: 15 * 60_000,
  /** many clients of a server that comes back must not all come at the same moment */
  jitter: 0.25,
} as const

/** A run that the person stopped counts too: it must not begin again at once. */
const forPerson: readonly ErrorCode[] = ['auth', 'certificate', 'locked', 'invalid', 'cancelled']

/** `failures` counts from 1; `fraction` is random in [0, 1). */
export function backoffMs(failures: number, code: ErrorCode, fraction: number): number {
  const base = forPerson.includes(code)
    ? backoffLimits.personMs
    : Math.min(backoffLimits.maxMs, backoffLimits.firstMs * 2 ** Math.min(failures - 1, 20))
  return withJitter(base, fraction)
}

export function withJitter(ms: number, fraction: number): number {
  return Math.round(ms * (1 - backoffLimits.jitter + 2 * backoffLimits.jitter * fraction))
}

/** A fraction in [0, 1) from the random ids that core is given (base32). */
export function fractionOf(id: string): number {
  const value = Number.parseInt(id.slice(0, 6), 32)
  return Number.isFinite(value) ? (value % 2 ** 20) / 2 ** 20 : 0.5
}
