import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHybridClock } from './clock.ts'

/** Walks a wall clock that stutters, goes back, jumps ahead, and answers the stamps. */
function walk(times: readonly number[], last: string | null = null): string[] {
  const clock = createHybridClock('a', last)
  return times.map((ms) => clock.next(ms))
}

describe('the hybrid clock', () => {
  test('never goes back, whatever the clock of the computer does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 ** 13 }), { minLength: 2, maxLength: 200 }), (times) => {
        const stamps = walk(times)
        expect([...stamps].sort()).toEqual(stamps)
        expect(new Set(stamps).size).toBe(stamps.length)
      }),
    )
  })

  test('goes on after the last stamp of the log, and past a counter that is full', () => {
    const [first] = walk([5], '000000000000009-ffff-b')
    expect(first).toBe('000000000000010-0000-a')
    expect(walk(Array.from({ length: 65_537 }, () => 5)).at(-1)).toBe('000000000000006-0000-a')
  })

  test('follows another device, but not into a future that is an hour away', () => {
    const clock = createHybridClock('a', null)
    clock.observe('000000000001000-0007-b', 900)
    expect(clock.next(900)).toBe('000000000001000-0008-a')
    expect(() => clock.observe('000009999999999-0000-b', 900)).toThrow('more than an hour ahead')
    expect(() => clock.observe('nonsense', 900)).toThrow('cannot be read')
  })
})
