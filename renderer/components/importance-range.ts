import type { ImportanceRange } from '../../core/defs/index.ts'

/** Both ends of importance (core/defs/ranges.ts). */
export const importanceLimits = { min: -10, max: 10 } as const

/** What a view shows until its range is changed. */
export const usualRange: ImportanceRange = { min: -3, max: 10 }

/** Choices of the view menu, by name. */
export const rangePresets = {
  everything: importanceLimits,
  usual: usualRange,
  focus: { min: 4, max: 10 },
  noise: { min: -10, max: -4 },
} as const satisfies Record<string, ImportanceRange>

export const sameRange = (a: ImportanceRange, b: ImportanceRange): boolean => a.min === b.min && a.max === b.max

/** How many lie below and above what is shown. `levels`: 21 numbers, from -10 to 10. */
export function hiddenOf(levels: readonly number[], range: ImportanceRange): { below: number; above: number } {
  const sum = (from: number, to: number) => levels.slice(from, to).reduce((total, count) => total + count, 0)
  return {
    below: sum(0, range.min - importanceLimits.min),
    above: sum(range.max - importanceLimits.min + 1, levels.length),
  }
}

/** The same range `by` levels on, as far as there are levels: its width stays. */
export function movedRange(range: ImportanceRange, by: number): ImportanceRange {
  const steps = Math.max(importanceLimits.min - range.min, Math.min(importanceLimits.max - range.max, by))
  return { min: range.min + steps, max: range.max + steps }
}

/** With its floor `by` levels higher; never above its own end. */
export const withFloor = (range: ImportanceRange, by: number): ImportanceRange => ({
  min: Math.max(importanceLimits.min, Math.min(range.max, range.min + by)),
  max: range.max,
})
