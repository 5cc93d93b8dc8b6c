import { expect, test } from 'vitest'
import { groupKey, groupLabel, levelText, plainLevel, rowTime, sizeText } from './format.ts'

// Local times, as a reader sees them: the tests hold in every time zone.
const at = (text: string): number => new Date(text).getTime()
const now = at('2026-11-24T15:00:00')
const words = { today: 'Today', yesterday: 'Yesterday' }
const label = (text: string) => groupLabel(groupKey(at(text), now), now, 'en-GB', words)

test('rows are grouped by today, yesterday, weekday and month', () => {
  expect(label('2026-11-24T00:00:00')).toBe('Today')
  expect(label('2026-11-23T23:59:59')).toBe('Yesterday')
  expect(label('2026-11-18T00:00:00')).toBe('Wednesday')
  expect(label('2026-11-17T23:59:59')).toBe('November')
  expect(label('2026-01-03T12:00:00')).toBe('January')
  expect(label('2019-03-03T12:00:00')).toBe('March 2019')
})

test('a message from a clock that runs ahead stands under today', () => {
  expect(label('2026-11-26T10:00:00')).toBe('Today')
})

test('a row says the time today, the weekday this week, then the date', () => {
  expect(rowTime(at('2026-11-24T14:32:00'), now, 'en-GB')).toBe('14:32')
  expect(rowTime(at('2026-11-23T18:40:00'), now, 'en-GB')).toBe('Mon 18:40')
  expect(rowTime(at('2026-11-12T09:00:00'), now, 'en-GB')).toBe('12 Nov')
  expect(rowTime(at('2023-11-12T09:00:00'), now, 'en-GB')).toBe('12 Nov 2023')
})

test('the day after a clock change is still one day away', () => {
  const morning = at('2026-10-26T08:00:00')
  expect(groupKey(at('2026-10-25T01:30:00'), morning)).toBe('yesterday')
})

test('sizes are shown as file lists show them', () => {
  expect(sizeText(1_800_000, 'en-GB')).toBe('1.8 MB')
  expect(sizeText(24_000_000, 'en-GB')).toBe('24 MB')
  expect(sizeText(512, 'en-GB')).toBe('512 bytes')
})

test('a level of importance has its sign where it stands alone, and no plus within words', () => {
  expect([8, -3, 0].map((level) => levelText(level, 'en-GB'))).toEqual(['+8', '−3', '0'])
  expect([8, -3].map((level) => plainLevel(level, 'en-GB'))).toEqual(['8', '−3'])
})
