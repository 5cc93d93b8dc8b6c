import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQuiet } from './quiet.ts'

const hourMs = 3_600_000
const at = (hours: number) => Date.UTC(2026, 10, 24) + hours * hourMs

test('quiet hours run over midnight, in the time of the place', () => {
  const night = { quietFrom: 22 * 60, quietTo: 7 * 60 }
  expect([21.9, 22, 23.5, 24, 30.9, 31, 36].map((hours) => isQuiet(night, at(hours), 0))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
    false,
  ])
  // Half past nine in the evening by UTC is half past ten in Paris, and no night yet in Lisbon.
  expect(isQuiet(night, at(21.5), hourMs)).toBe(true)
  expect(isQuiet(night, at(21.5), 0)).toBe(false)
  expect(isQuiet({ quietFrom: 12 * 60, quietTo: 14 * 60 }, at(13), 0)).toBe(true)
  expect(isQuiet({ quietFrom: 12 * 60, quietTo: 14 * 60 }, at(14), 0)).toBe(false)
})

test('there is no quiet where none is asked for', () => {
  for (const quiet of [
    { quietFrom: null, quietTo: 60 },
    { quietFrom: 60, quietTo: null },
    { quietFrom: 60, quietTo: 60 },
  ]) {
    expect(isQuiet(quiet, at(1), 0)).toBe(false)
  }
})

test('what is quiet by a span is loud by its opposite, at every moment and in every zone', () => {
  const minute = fc.integer({ min: 0, max: 1439 })
  const zone = fc.integer({ min: -14 * 60, max: 14 * 60 }).map((minutes) => minutes * 60_000)
  fc.assert(
    fc.property(minute, minute, fc.integer({ min: 0, max: 2 ** 41 }), zone, (from, to, nowMs, zoneMs) => {
      fc.pre(from !== to)
      const quiet = isQuiet({ quietFrom: from, quietTo: to }, nowMs, zoneMs)
      expect(isQuiet({ quietFrom: to, quietTo: from }, nowMs, zoneMs)).toBe(!quiet)
    }),
  )
})
