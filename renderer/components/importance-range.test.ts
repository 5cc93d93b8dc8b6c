import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hiddenOf, importanceLimits, movedRange, usualRange, withFloor } from './importance-range.ts'

const level = fc.integer(importanceLimits)
const range = fc.tuple(level, level).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }))
const levels = fc.array(fc.nat(1000), { minLength: 21, maxLength: 21 })

test('what is not shown is counted: shown, below and above are all there is', () => {
  fc.assert(
    fc.property(levels, range, (all, shown) => {
      const { below, above } = hiddenOf(all, shown)
      const inside = all.reduce(
        (sum, count, at) => (at - 10 >= shown.min && at - 10 <= shown.max ? sum + count : sum),
        0,
      )
      expect(below + inside + above).toBe(all.reduce((sum, count) => sum + count, 0))
    }),
  )
})

test('the usual range hides what lies below -3', () => {
  const levels = Array.from({ length: 21 }, () => 0)
  levels[0] = 9 // -10
  levels[6] = 5 // -4
  levels[7] = 100 // -3
  expect(hiddenOf(levels, usualRange)).toEqual({ below: 14, above: 0 })
})

test('a range that is dragged keeps its width and stays within the levels', () => {
  fc.assert(
    fc.property(range, fc.integer({ min: -30, max: 30 }), (from, by) => {
      const to = movedRange(from, by)
      expect(to.max - to.min).toBe(from.max - from.min)
      expect(to.min).toBeGreaterThanOrEqual(importanceLimits.min)
      expect(to.max).toBeLessThanOrEqual(importanceLimits.max)
    }),
  )
})

test('the floor is raised and lowered as far as there is something to show', () => {
  expect(withFloor({ min: -10, max: 10 }, -1)).toEqual({ min: -10, max: 10 })
  expect(withFloor({ min: 4, max: 4 }, 1)).toEqual({ min: 4, max: 4 })
  expect(withFloor({ min: -3, max: 10 }, 1)).toEqual({ min: -2, max: 10 })
})
